/** Which places hold on a day, and which lie near. Pure. */
import type { Position } from 'geojson'
import { distanceM, type LonLat, METRES_PER_DEGREE, radians } from '@/geo/positions'
import { inside } from '@/map/drawing/boundary'
import type { MapPlace } from '@/map/types'
import type { Geometry, PlaceKind, PlaceRow } from './types'

/** A point stands for a building with its forecourt: so far from it one is still there, however good the fix. */
export const FORECOURT_M = 60
const MOST_OFFERED = 4

/** Half-open from midnight, as the server counts; days compare as text. */
export function holdsOn({ body }: PlaceRow, day: string): boolean {
  return body.valid_from <= day && (body.valid_until === null || body.valid_until > day)
}

/** Metres from a position to a place: 0 inside its area. */
export function awayM(from: LonLat, geometry: Geometry): number {
  if (geometry.type === 'Point') {
    const [lon = 0, lat = 0] = geometry.coordinates
    return distanceM(from, { lon, lat })
  }
  const [shell = [], ...holes] = geometry.coordinates
  const at: Position = [from.lon, from.lat]
  if (inside(shell, at) && !holes.some((hole) => inside(hole, at))) return 0
  return Math.min(...geometry.coordinates.map((ring) => toRingM(from, ring)))
}

function toRingM(from: LonLat, ring: readonly Position[]): number {
  const east = METRES_PER_DEGREE * Math.cos(radians(from.lat))
  const local = ring.map(([lon = 0, lat = 0]): [number, number] => [
    (lon - from.lon) * east,
    (lat - from.lat) * METRES_PER_DEGREE,
  ])
  let best = Infinity
  for (let at = 1; at < local.length; at += 1)
    best = Math.min(best, toEdgeM(local[at - 1]!, local[at]!))
  return best
}

/** From the origin. */
function toEdgeM([x1, y1]: [number, number], [x2, y2]: [number, number]): number {
  const [dx, dy] = [x2 - x1, y2 - y1]
  const long = dx * dx + dy * dy
  const along = long ? Math.max(0, Math.min(1, -(x1 * dx + y1 * dy) / long)) : 0
  return Math.hypot(x1 + along * dx, y1 + along * dy)
}

export interface Near {
  id: string
  name: string
  sub_kind: string | null
  away: number
}

/** Those of a kind that the accuracy circle touches, or the forecourt of which one stands in, nearest first. */
export function nearby(
  rows: readonly PlaceRow[],
  kind: PlaceKind,
  fix: (LonLat & { accuracy_m: number }) | null | undefined,
  day: string,
): Near[] {
  if (!fix) return []
  const reach = Math.max(fix.accuracy_m, FORECOURT_M)
  return rows
    .filter((row) => row.body.kind === kind && holdsOn(row, day))
    .map(({ id, body: { name, sub_kind, geometry } }) => {
      return { id, name, sub_kind, away: awayM(fix, geometry) }
    })
    .filter(({ away }) => away <= reach)
    .sort((a, b) => a.away - b.away || a.name.localeCompare(b.name))
    .slice(0, MOST_OFFERED)
}

/** All of a kind, nearest first; without a position by name. */
export function nearestFirst(
  rows: readonly PlaceRow[],
  kind: PlaceKind,
  fix: LonLat | null | undefined,
  day: string,
): PlaceRow[] {
  const held = rows.filter((row) => row.body.kind === kind && holdsOn(row, day))
  const away = (row: PlaceRow) => (fix ? awayM(fix, row.body.geometry) : 0)
  return [...held].sort((a, b) => away(a) - away(b) || a.body.name.localeCompare(b.body.name))
}

export function marksOf(rows: readonly PlaceRow[], day: string): MapPlace[] {
  return rows
    .filter((row) => holdsOn(row, day))
    .map(({ id, body: { kind, name, geometry } }) => ({ id, mark: `site_${kind}`, name, geometry }))
}
