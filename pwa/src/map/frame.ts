/**
 * Between the ground and the map that is drawn. Everything outside the engine is WGS-84; over a base map in GCJ-02 what is
 * drawn is shifted for the eye, and what a finger points at is shifted back.
 */
import type { FeatureCollection, Geometry, Position } from 'geojson'
import type { Bounds, LonLat } from './types'

export interface Frame {
  shifted: boolean
  /** Where a place of the ground is drawn. */
  drawn: (at: LonLat) => LonLat
  /** The place of the ground that is drawn there. */
  ground: (at: LonLat) => LonLat
}

export const PLAIN: Frame = { shifted: false, drawn: (at) => at, ground: (at) => at }

type Way = Frame['drawn']

function along(way: Way, [lon = 0, lat = 0]: Position): Position {
  const to = way({ lon, lat })
  return [to.lon, to.lat]
}

type Nested = Position | Nested[]
const isPosition = (value: Nested): value is Position => typeof value[0] === 'number'

function nested(way: Way, value: Nested): Nested {
  return isPosition(value) ? along(way, value) : value.map((one) => nested(way, one))
}

export function geometryAlong<T extends Geometry>(way: Way, geometry: T): T {
  if (geometry.type === 'GeometryCollection')
    return { ...geometry, geometries: geometry.geometries.map((one) => geometryAlong(way, one)) }
  return { ...geometry, coordinates: nested(way, geometry.coordinates as Nested) }
}

export function collectionDrawn<T extends FeatureCollection>(frame: Frame, collection: T): T {
  if (!frame.shifted) return collection
  const features = collection.features.map((feature) => ({
    ...feature,
    geometry: geometryAlong(frame.drawn, feature.geometry),
  }))
  return { ...collection, features }
}

export function boundsAlong(way: Way, [west, south, east, north]: Bounds): Bounds {
  const low = way({ lon: west, lat: south })
  const high = way({ lon: east, lat: north })
  return [low.lon, low.lat, high.lon, high.lat]
}
