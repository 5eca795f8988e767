import type { FeatureCollection, Geometry, MultiPolygon } from 'geojson'
import type { Named } from '@/rooms/accounts/types'

export type DraftStatus = 'draft' | 'checked' | 'announced' | 'discarded'
export type Move = 'check' | 'edit' | 'reopen' | 'announce' | 'discard' | 'restore'

export interface Made {
  at: string
  by: string
}

export interface Scan {
  sha256: string
  name: string | null
  mime: string
  size: number
}

export interface Finding {
  code: string
  key: string
  severity: 'refuse' | 'confirm' | 'note'
  title: string
  detail: string
  place: [number, number] | null
  params: Record<string, unknown>
  repair: Geometry | null
  confirmed: boolean
}

export interface Announcement {
  id?: string
  number: string | null
  announced_on: string | null
  effective_on: string | null
  text: string | null
  scan?: Scan | null
}

export interface DraftSummary {
  id: string
  zone_id: string | null
  name: string
  organisation: Named
  seat: Named | null
  state: DraftStatus
  revision: number
  drawn: boolean
  imported: boolean
  checked: Made | null
  updated: Made
  moves: Move[]
}

export interface Draft extends DraftSummary {
  boundary: Geometry | null
  source: Record<string, unknown> | null
  findings: Finding[] | null
  announcement: Announcement
  version_id: string | null
  created: Made
}

/** What a person writes; what the server has not taken yet is kept apart. */
export interface Fields {
  name?: string
  seat_id?: string | null
  boundary?: Geometry | null
  number?: string | null
  announced_on?: string | null
  effective_on?: string | null
  text?: string | null
}

export type Standing = 'in_force' | 'announced' | 'withdrawn' | 'draft' | 'checked'

export interface DraftRef {
  id: string
  state: 'draft' | 'checked'
  revision: number
  drawn: boolean
}

export interface ZoneRow {
  zone_id: string | null
  name: string
  organisation: Named
  seat: Named | null
  state: Standing
  version_id: string | null
  version: number | null
  valid_from: string | null
  valid_until: string | null
  announcement: Announcement | null
  next: { version_id: string; version: number; valid_from: string } | null
  drafts: DraftRef[]
}

export interface Version {
  id: string
  version: number
  state: 'in_force' | 'announced' | 'ended' | 'replaced'
  valid_from: string
  valid_until: string | null
  published_at: string
  announcement: Announcement
  withdrawal: Announcement | null
  area_m2: number
  geometry: MultiPolygon
}

export interface Versions {
  zone: { id: string; name: string; organisation: Named; seat: Named | null }
  versions: Version[]
}

export interface Announced {
  zone_id: string
  version_id: string
  version: number
  valid_from: string
  valid_until: string | null
  redecided: { seen: number; moved: number } | null
}

export interface Affected {
  days: number
  inside: number
  uncertain: number
  elsewhere: number
  redecided: number
}

export interface Document {
  id: string
  number: string
  announced_on: string
  effective_on: string
  scanned: boolean
}

export interface Seat extends Named {
  zone: Named | null
  /** The first one: its day is what counts. */
  announcement: Document | null
  /** The document of its newest boundary, if that is another. */
  newest: Document | null
  withdrawn: { zone: Named; number: string; valid_until: string } | null
}

export interface County extends Named {
  towns_counted: { announced: number; total: number }
  towns: Seat[]
  streets: Seat[]
}

export interface Coverage {
  year: number
  as_of: string
  counties: County[]
}

export type ZonesInForce = FeatureCollection<MultiPolygon, Named>
