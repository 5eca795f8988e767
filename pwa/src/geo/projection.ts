/** The sphere laid flat, where circles stay round: longitude, and Mercator's ordinate in degrees (geo/projection.py). */
import { METRES_PER_DEGREE, radians } from './positions'

/** A straight GeoJSON edge bends in the conformal picture: 1 cm on 1 km, 1 m on 10 km. Longer edges are split. */
export const LONGEST_EDGE_DEGREES = 0.01

export function conformalLat(lat: number): number {
  return (Math.asinh(Math.tan(radians(lat))) * 180) / Math.PI
}

/** A radius on the ground in conformal degrees; also the half width in degrees of longitude. */
export function conformalRadius(metres: number, lat: number): number {
  return metres / (METRES_PER_DEGREE * Math.cos(radians(lat)))
}

/** Edges x1, y1, x2, y2 … in lon, lat as the same in the conformal picture, long ones in pieces. */
export function conformalEdges(edges: readonly number[]): Float64Array {
  const flat: number[] = []
  for (let at = 0; at < edges.length; at += 4) {
    const [x1, y1, x2, y2] = edges.slice(at, at + 4) as [number, number, number, number]
    const pieces = Math.max(1, Math.ceil(Math.hypot(x2 - x1, y2 - y1) / LONGEST_EDGE_DEGREES))
    const lat = (step: number) => conformalLat(y1 + ((y2 - y1) * step) / pieces)
    const lon = (step: number) => x1 + ((x2 - x1) * step) / pieces
    for (let step = 0; step < pieces; step++)
      flat.push(lon(step), lat(step), lon(step + 1), lat(step + 1))
  }
  return Float64Array.from(flat)
}

/** The distance from a point to the nearest of the edges, all in one flat picture; Infinity without edges. */
export function distanceToEdges(x: number, y: number, edges: Float64Array): number {
  let nearest = Infinity
  for (let at = 0; at < edges.length; at += 4) {
    const dx = edges[at + 2]! - edges[at]!
    const dy = edges[at + 3]! - edges[at + 1]!
    const px = x - edges[at]!
    const py = y - edges[at + 1]!
    const length = dx * dx + dy * dy
    const part = length > 0 ? Math.min(1, Math.max(0, (px * dx + py * dy) / length)) : 0
    const awayX = px - part * dx
    const awayY = py - part * dy
    nearest = Math.min(nearest, awayX * awayX + awayY * awayY)
  }
  return Math.sqrt(nearest)
}
