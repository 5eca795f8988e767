/** What a repair would change, and where a shape may be shown at all. Pure. */
import { areaOf, cornersOf, isBoundary, polygonsOf } from '@/map/drawing/boundary'
import { boundsOf } from '@/map/shapes'

/** No map reaches the poles. */
const HIGHEST_LAT = 85
/** So little is no area that anybody drew. */
const LEAST_M2 = 1
/** A ring that is seen at the size the shape is looked at. */
const RING_SHARE = 0.04
const RING_LEAST_M = 12
const METRES_PER_DEGREE = 111_195

export interface Change {
  /** Null: the shape as it is has none that could be told. */
  before: number | null
  after: number
  parts: number
  corners: number
}

export function changeOf(boundary: unknown, repair: unknown): Change | null {
  if (!isBoundary(repair)) return null
  const drawn = isBoundary(boundary) && isOnMap(boundary) ? areaOf(boundary) : null
  return {
    before: drawn && drawn >= LEAST_M2 ? drawn : null,
    after: areaOf(repair) ?? 0,
    parts: polygonsOf(repair).length,
    corners: cornersOf(repair),
  }
}

const boundsIn = (geometry: unknown) =>
  isBoundary(geometry) ? boundsOf(polygonsOf(geometry).flat(2)) : null

/** Undefined: there is nothing yet to lie anywhere. */
function lies(geometry: unknown): 'on' | 'off' | undefined {
  const bounds = boundsIn(geometry)
  if (!bounds) return undefined
  const [west, south, east, north] = bounds
  const on = west >= -180 && east <= 180 && south >= -HIGHEST_LAT && north <= HIGHEST_LAT
  return on ? 'on' : 'off'
}

export const isOnMap = (geometry: unknown) => lies(geometry) === 'on'
export const isOffMap = (geometry: unknown) => lies(geometry) === 'off'

export const isPlaceOnMap = ([lon, lat]: readonly [number, number]) =>
  Math.abs(lon) <= 180 && Math.abs(lat) <= HIGHEST_LAT

/** Round the place of a fault, as wide as the shape wants it. */
export function ringRound(place: readonly [number, number], geometry: unknown) {
  const bounds = boundsIn(geometry)
  const span = bounds ? Math.max(bounds[2] - bounds[0], bounds[3] - bounds[1]) : 0
  const accuracy = Math.max(RING_LEAST_M, span * METRES_PER_DEGREE * RING_SHARE)
  return { lon: place[0], lat: place[1], accuracy, certainty: 'uncertain' }
}
