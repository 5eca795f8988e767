import type { Feature, FeatureCollection, MultiPolygon, Point } from 'geojson'
import type { Named } from '@/rooms/accounts/types'
import type { Verdict } from '@/ui/facts'

export type RecordKind = 'incident' | 'capture' | 'persuasion'
export type Action = 'persuaded' | 'ordered_to_correct' | 'case_proposed'
/** And of a stray dog. */
export type Done = Action | 'captured' | 'seen'

export interface ZoneRef extends Named {
  level: string
  version: number
  version_id?: string
}

/** Properties of a record in the lists of the interface. */
export interface RecordProperties {
  id: string
  kind: RecordKind
  type?: string | null
  action?: Action | null
  captured_at: string
  zone: ZoneRef | null
  zone_certainty: string | null
  organisation: Named
  patrol_id: string | null
  photos: string[]
  place?: string | null
  count?: number
  method?: string
  people_at_least?: number
}

export type RecordFeature = Feature<Point | null, RecordProperties>
export type RecordPage = FeatureCollection<Point | null, RecordProperties> & { cursor?: string }

/** A record as the page holds it. */
export interface MapItem extends RecordProperties {
  /** `incident:0198…`, as it stands in the address. */
  key: string
  /** Kind code of its mark. */
  mark: string
  at: { lon: number; lat: number } | null
}

export interface ZoneProperties extends Named {
  level: string
  version: number
  valid_from: string
  valid_until: string | null
  organisation?: Named
  announcement?: { number: string; announced_on: string; effective_on: string; text: string }
}

export type ZoneCollection = FeatureCollection<MultiPolygon, ZoneProperties>
export type DistrictCollection = FeatureCollection<MultiPolygon, Named & { note?: string }>

export interface Position {
  lon: number
  lat: number
  accuracy_m: number
  fixed_at: string
  provider: string
}

export interface Photo {
  id: string
  sha256: string
  size: number
  mime: string
  captured_at: string
  corrected_at: string
  state: 'receiving' | 'complete' | 'mismatch'
  flags: PhotoFlag[]
}

/** What a photo says of itself and its record does not. */
export interface PhotoFlag {
  code: 'exif_far' | 'exif_time' | 'exif_future'
  distance_m?: number
  minutes?: number
}

export interface Said {
  verdict: Verdict
  reason: string
  /** What is still on its way may take it away. */
  provisional: boolean
  title: string
  detail: string
}

export interface ChangeEvidence extends Said {
  change_id: string
  revision: number | null
  key_id: string | null
  seq: number | null
  saved_at: string | null
  received_at: string | null
  /** Only for roles that read originals. */
  payload: string | null
  signature: string | null
}

export interface Evidence extends Said {
  changes: ChangeEvidence[]
}

export interface Dog {
  breed?: string
  colour?: string
  size?: string
  tag?: string
  chip?: string
  count?: number
}

export interface RecordData {
  type?: string
  topic?: string
  position?: Position | null
  place?: string | null
  action?: Action
  dog?: Dog | null
  note?: string | null
  people_at_least?: number
  response?: string
  count?: number
  method?: string
  traits?: Dog & { collar?: boolean | string }
  condition?: string
  destination?: string
}

export interface RecordMeta {
  author: Named
  team_id: string | null
  organisation: Named
  /** By the phone's clock, and what the server makes of it. */
  captured_at: string
  corrected_at: string
  received_at: string
  clock_offset_ms: number | null
  clock_skewed: boolean
  zone: ZoneRef | null
  zone_certainty: string | null
  has_keeper: boolean
  merged: boolean
}

export interface RecordDetail {
  id: string
  kind: RecordKind
  revision: number
  deleted: boolean
  data: RecordData
  meta: RecordMeta
  photos: Photo[]
  patrol: {
    id: string
    type: string
    started_at: string
    ended_at: string | null
    team: Named | null
  } | null
  evidence: Evidence
  history: {
    revision: number
    received_at: string
    /** Null when a boundary changed and the zone was decided anew. */
    author: Named | null
    deleted: boolean
    /** Why it was withdrawn. */
    reason: string | null
    fields: string[]
  }[]
  history_more: boolean
  kept: { change_id: string; author: Named; received_at: string; fields: Record<string, unknown> }[]
}

export interface Keeper {
  name?: string | null
  phone?: string | null
  id_number?: string | null
}

export interface LegalBasis {
  law: string
  article: string
  text: string
  source: string
  verified: boolean
}
