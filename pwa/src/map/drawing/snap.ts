/** Where a corner jumps to when it comes near the corner or the edge of another boundary. Pure. */
import type { Position } from 'geojson'
import { type Boundary, polygonsOf } from './boundary'

/** x1, y1, x2, y2 … in lon, lat. */
export type Edges = Float64Array
type Project = (lng: number, lat: number) => { x: number; y: number }

/** A corner pulls from further away than an edge, so that shared corners meet. */
const CORNER_PX = 12
const EDGE_PX = 8
const STEP = 1e-3

export function edgesOf(boundaries: readonly Boundary[]): Edges {
  const found: number[] = []
  for (const ring of boundaries.flatMap(polygonsOf).flat())
    for (let at = 1; at < ring.length; at += 1)
      found.push(ring[at - 1]![0]!, ring[at - 1]![1]!, ring[at]![0]!, ring[at]![1]!)
  return Float64Array.from(found)
}

/** Pixels a degree of longitude and of latitude, near a place. */
function scaleAt(lng: number, lat: number, project: Project): [number, number] {
  const at = project(lng, lat)
  const away = ({ x, y }: { x: number; y: number }) => Math.hypot(x - at.x, y - at.y) / STEP
  return [away(project(lng + STEP, lat)), away(project(lng, lat + STEP))]
}

export function snapped(
  { lng, lat }: { lng: number; lat: number },
  edges: Edges,
  project: Project,
): Position | undefined {
  const [kx, ky] = scaleAt(lng, lat, project)
  let corner: Position | undefined
  let edge: Position | undefined
  let [cornerPx, edgePx] = [CORNER_PX, EDGE_PX]
  for (let at = 0; at < edges.length; at += 4) {
    const x1 = (edges[at]! - lng) * kx
    const y1 = (edges[at + 1]! - lat) * ky
    const x2 = (edges[at + 2]! - lng) * kx
    const y2 = (edges[at + 3]! - lat) * ky
    const away = Math.hypot(x1, y1)
    if (away < cornerPx) [cornerPx, corner] = [away, [edges[at]!, edges[at + 1]!]]
    const [dx, dy] = [x2 - x1, y2 - y1]
    const length = dx * dx + dy * dy
    const part = length > 0 ? Math.min(1, Math.max(0, -(x1 * dx + y1 * dy) / length)) : 0
    const [px, py] = [x1 + part * dx, y1 + part * dy]
    const beside = Math.hypot(px, py)
    if (beside < edgePx) [edgePx, edge] = [beside, [lng + px / kx, lat + py / ky]]
  }
  return corner ?? edge
}
