import type { Fix } from '@/device/position'

export const METHODS = ['trap_cage', 'net', 'lead', 'anaesthesia', 'other'] as const
export const CONDITIONS = ['unremarkable', 'injured', 'ill', 'has_bitten'] as const
export const COLOURS = ['yellow', 'white', 'black', 'brown', 'grey', 'mixed'] as const

/** Only reported, not caught. */
export const SEEN = 'seen_only'

export interface Traits {
  size?: 'small' | 'medium' | 'large'
  colour?: string
  collar?: boolean
}

export interface CaptureData {
  patrol_id?: string
  /** The re-check that this record answers. */
  recheck_id?: string
  position?: Fix | null
  count: number
  method?: (typeof METHODS)[number] | typeof SEEN
  traits?: Traits
  condition?: (typeof CONDITIONS)[number]
  destination?: string
  place?: string
  note?: string
}
