import type { FeatureCollection, MultiPolygon, Polygon } from 'geojson'

export type Areas = FeatureCollection<
  Polygon | MultiPolygon,
  { id: string; name: string; note?: string }
>

export const NO_AREAS: Areas = { type: 'FeatureCollection', features: [] }
