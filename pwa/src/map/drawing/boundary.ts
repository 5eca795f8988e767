/** A boundary as single rings, which is what is drawn and mended, and back. Pure. */
import type { MultiPolygon, Polygon, Position } from 'geojson'
import { METRES_PER_DEGREE, radians } from '@/geo/positions'
import { crosses } from './crossing'

export type Boundary = Polygon | MultiPolygon

export interface Ring {
  /** Closed: the last corner is the first one. */
  points: Position[]
  hole: boolean
}

const RADIUS_M = (METRES_PER_DEGREE * 180) / Math.PI

export function isBoundary(geometry: unknown): geometry is Boundary {
  const type = (geometry as { type?: unknown } | null)?.type
  return type === 'Polygon' || type === 'MultiPolygon'
}

export function polygonsOf(boundary: Boundary): Position[][][] {
  return boundary.type === 'Polygon' ? [boundary.coordinates] : boundary.coordinates
}

export function ringsOf(boundary: Boundary | null): Ring[] {
  if (!boundary) return []
  return polygonsOf(boundary).flatMap((rings) =>
    rings
      .filter((points) => points.length > 3)
      .map((points, at) => ({ points: points.map(([x, y]) => [x!, y!]), hole: at > 0 })),
  )
}

/** Each hole goes to the smallest shell around it. One outside all goes to the first: the check will say so. */
export function boundaryOf(rings: readonly Ring[]): Boundary | null {
  const polygons = rings.filter((ring) => !ring.hole).map(({ points }) => [points])
  if (!polygons.length) return null
  const bySize = [...polygons].sort((a, b) => planarArea(a[0]!) - planarArea(b[0]!))
  for (const { points } of rings.filter((ring) => ring.hole)) {
    const around = bySize.find(([shell]) => points.every((corner) => inside(shell!, corner)))
    ;(around ?? polygons[0]!).push(points)
  }
  return polygons.length === 1
    ? { type: 'Polygon', coordinates: polygons[0]! }
    : { type: 'MultiPolygon', coordinates: polygons }
}

export function inside(ring: readonly Position[], [x, y]: Position): boolean {
  let found = false
  for (let at = 1; at < ring.length; at += 1) {
    const [x1, y1] = ring[at - 1]! as [number, number]
    const [x2, y2] = ring[at]! as [number, number]
    if (y1 > y! !== y2 > y! && x! < x1 + ((x2 - x1) * (y! - y1)) / (y2 - y1)) found = !found
  }
  return found
}

/** In square degrees; positive where the ring runs counter-clockwise. */
export function signedArea(ring: readonly Position[]): number {
  let twice = 0
  for (let at = 1; at < ring.length; at += 1) {
    const [x1, y1] = ring[at - 1]! as [number, number]
    const [x2, y2] = ring[at]! as [number, number]
    twice += x1 * y2 - x2 * y1
  }
  return twice / 2
}

const planarArea = (ring: readonly Position[]) => Math.abs(signedArea(ring))

/** On the sphere, in square metres. */
function ringArea(ring: readonly Position[]): number {
  let twice = 0
  for (let at = 1; at < ring.length; at += 1) {
    const [x1, y1] = ring[at - 1]! as [number, number]
    const [x2, y2] = ring[at]! as [number, number]
    twice += radians(x2 - x1) * (Math.sin(radians(y1)) + Math.sin(radians(y2)))
  }
  return (Math.abs(twice) / 2) * RADIUS_M ** 2
}

export function areaM2(rings: readonly Ring[]): number {
  return rings.reduce((sum, { points, hole }) => sum + (hole ? -1 : 1) * ringArea(points), 0)
}

/** Square metres; null where nobody could tell, 0 where there is nothing yet. */
export function areaOf(boundary: Boundary | null): number | null {
  const rings = ringsOf(boundary)
  return crosses(rings) ? null : Math.max(0, areaM2(rings))
}

export function cornersOf(boundary: Boundary | null): number {
  return ringsOf(boundary).reduce((sum, { points }) => sum + points.length - 1, 0)
}
