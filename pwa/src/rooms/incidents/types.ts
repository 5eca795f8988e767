import type { Fix } from '@/device/position'

export type Action = 'persuaded' | 'ordered_to_correct' | 'case_proposed'
export const ACTIONS: readonly Action[] = ['persuaded', 'ordered_to_correct', 'case_proposed']

export type Size = 'small' | 'medium' | 'large'

export interface Dog {
  breed?: string
  colour?: string
  size?: Size
  tag?: string
}

export interface Keeper {
  name?: string
  phone?: string
  id_number?: string
}

export interface IncidentData {
  patrol_id?: string
  /** The re-check that this record answers. */
  recheck_id?: string
  type?: string
  position?: Fix | null
  place?: string
  /** The forbidden place that it was seen in, when one was chosen. */
  place_id?: string
  action?: Action
  dog?: Dog
  keeper?: Keeper | null
  note?: string
}

export type Topic = 'unleashed' | 'faeces' | 'no_tag' | 'nuisance' | 'forbidden_place' | 'other'
export const TOPICS: readonly Topic[] = [
  'unleashed',
  'faeces',
  'no_tag',
  'nuisance',
  'forbidden_place',
  'other',
]

export interface PersuasionData {
  patrol_id?: string
  topic?: Topic
  people_at_least: number
  response?: 'complied' | 'refused' | 'left'
  position?: Fix | null
  note?: string
}
