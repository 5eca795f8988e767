import type { Point, Polygon } from 'geojson'

export const PLACE_KINDS = [
  'forbidden_place',
  'service_point',
  'shelter',
  'controlled_spot',
] as const
export type PlaceKind = (typeof PLACE_KINDS)[number]
export type Geometry = Point | Polygon

/** What is written of a place beside its name and where it lies; each kind has some of it. */
export interface Details {
  address?: string | null
  note?: string | null
  opening_hours?: string | null
  phone?: string | null
  services?: string[] | null
  capacity?: number | null
  reason?: string | null
  mornings_a_week?: number | null
  evenings_a_week?: number | null
  team_id?: string | null
}

/** A place as the feed brings it. */
export interface PlaceRow {
  id: string
  revision: number
  body: Details & {
    kind: PlaceKind
    sub_kind: string | null
    name: string
    valid_from: string
    valid_until: string | null
    geometry: Geometry
    [more: string]: unknown
  }
}
