import type { Details, Geometry, PlaceKind } from '../types'

interface Named {
  id: string
  name: string
}
type Words = { 'zh-CN': string; en: string }

export interface Basis {
  law: string
  article: string
  text: string
  verified: boolean
}
export interface SubKind {
  code: string
  name: Words
  enabled: boolean
  legal_basis: Basis[]
  note?: Words
}
export interface KindFacts {
  code: PlaceKind
  name: Words
  legal_basis: Basis[]
  fields: (keyof Details)[]
  sub_kinds: SubKind[]
}
export interface Kinds {
  source: string
  verified: boolean
  kinds: KindFacts[]
  services: { code: string; name: Words }[]
}

export interface Properties extends Details {
  kind: PlaceKind
  sub_kind: string | null
  name: string
  organisation: Named
  zone: (Named & { whole: boolean }) | null
  valid_from: string
  valid_until: string | null
  revision: number
  updated: { at: string; by: string }
}
export interface Revision {
  revision: number
  at: string
  by: string
  reason: string | null
  changed: Record<string, [unknown, unknown]>
}
export interface Place {
  id: string
  geometry: Geometry
  properties: Properties
  history?: Revision[]
}

/** What a person has typed or drawn of a place and has not been kept by the server yet. */
export interface Fields extends Details {
  kind?: PlaceKind
  sub_kind?: string | null
  name?: string
  organisation_id?: string
  geometry?: Geometry
  valid_from?: string
  valid_until?: string | null
}
export interface Edit {
  /** What it was written upon; 0 for a new place. */
  revision: number
  fields: Fields
  /** Name of the chosen organisation, to show it. */
  organisation?: string
  /** It was to be kept, and there was no network. */
  waits: boolean
  /** Who has written since. */
  clash: string | null
  problem: unknown
}
