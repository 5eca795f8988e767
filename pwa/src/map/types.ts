import type { FeatureCollection, MultiLineString, MultiPolygon, Point, Polygon } from 'geojson'

/** A field record as the map needs it; `mark` is a kind code (see ui/kinds.ts). */
export interface MapRecord {
  id: string
  mark: string
  lon: number
  lat: number
}

/** A place that stays; `mark` is a site code. Its id is told as `place:…`, beside those of records. */
export interface MapPlace {
  id: string
  mark: string
  name: string
  geometry: Point | Polygon
}

/** Own position; the radius is drawn true to scale. */
export interface MePosition {
  lon: number
  lat: number
  accuracy: number
  /** Degrees from north, when the phone knows. */
  heading?: number | null
}

/** The accuracy circle of one record: amber and dashed when the zone is uncertain. */
export interface RecordCircle {
  lon: number
  lat: number
  accuracy: number
  certainty: string | null
}

/** Where the records come from as vector tiles (URLs with {z}/{x}/{y}), and how they are drawn. */
export interface RecordTiles {
  records: string
  heat: string
  mode: 'marks' | 'heat'
}

export interface LonLat {
  lon: number
  lat: number
}

export interface MapView extends LonLat {
  zoom: number
}

/** Pixels at each edge under panels or sheets. */
export interface Covered {
  top?: number
  right?: number
  bottom?: number
  left?: number
}

/** west, south, east, north */
export type Bounds = [number, number, number, number]

/** `look`: a draft's shape that is not the draft itself: what a repair would make of it, how somebody else has it;
 * or that it runs across itself, and has no inside. */
export type AreaProperties = {
  id: string
  name: string
  note?: string
  look?: 'repair' | 'theirs' | 'crossing'
}
export type Areas = FeatureCollection<Polygon | MultiPolygon, AreaProperties>

/** Ways of patrols: `label` is recorded, inferred or missing. */
export type Walks = FeatureCollection<MultiLineString, { patrol_id: string; label: string }>
export const NO_WALKS: Walks = { type: 'FeatureCollection', features: [] }

export const NO_AREAS: Areas = { type: 'FeatureCollection', features: [] }
