/** Polygons in lon, lat as flat arrays: is a point in them, and which of their edges bound the union with others. */
import type { MultiPolygon, Polygon, Position } from 'geojson'

/** About 10 cm: narrower gaps between neighbours are closed, as on the server. */
export const SEAM_DEGREES = 1e-6

export type Box = readonly [west: number, south: number, east: number, north: number]

export interface Outline {
  readonly box: Box
  /** Edges x1, y1, x2, y2 …, with the polygon's inside on the left of each. */
  readonly edges: readonly number[]
}

export function outlineOf(geometry: Polygon | MultiPolygon): Outline {
  const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates
  const edges = polygons.flatMap((rings) => rings.flatMap((ring, at) => ringEdges(ring, at > 0)))
  return { box: boxOf(edges), edges }
}

/** Even-odd: the ray to the east crosses the edges an odd number of times. */
export function contains({ box, edges }: Outline, x: number, y: number): boolean {
  if (x < box[0] || y < box[1] || x > box[2] || y > box[3]) return false
  let inside = false
  for (let at = 0; at < edges.length; at += 4) {
    const y1 = edges[at + 1]!
    const y2 = edges[at + 3]!
    if (y1 > y === y2 > y) continue
    const x1 = edges[at]!
    if (x < x1 + ((edges[at + 2]! - x1) * (y - y1)) / (y2 - y1)) inside = !inside
  }
  return inside
}

/** The pieces of an outline's edges that no neighbour lies behind: its part of the outline of the union. */
export function outerEdges(outline: Outline, others: readonly Outline[]): number[] {
  const near = others.filter((other) => touch(outline.box, other.box))
  if (!near.length) return [...outline.edges]
  const outer: number[] = []
  for (let at = 0; at < outline.edges.length; at += 4) {
    const edge = outline.edges.slice(at, at + 4) as Edge
    const close = near.filter((other) => touch(edgeBox(edge), other.box))
    if (close.length) outer.push(...outerPieces(edge, close))
    else outer.push(...edge)
  }
  return outer
}

type Edge = [x1: number, y1: number, x2: number, y2: number]

function outerPieces(edge: Edge, others: readonly Outline[]): number[] {
  const [x1, y1, x2, y2] = edge
  const length = Math.hypot(x2 - x1, y2 - y1)
  const cuts = [0, 1, ...others.flatMap((other) => cutsBy(edge, other))].sort((a, b) => a - b)
  const pieces: number[] = []
  for (let at = 1; at < cuts.length; at++) {
    const [from, to] = [cuts[at - 1]!, cuts[at]!]
    // What is shorter than two seams is left by the rounding of corners, and bounds nothing.
    if ((to - from) * length < 2 * SEAM_DEGREES && cuts.length > 2) continue
    const middle = (from + to) / 2
    const x = x1 + (x2 - x1) * middle + ((y2 - y1) / length) * SEAM_DEGREES
    const y = y1 + (y2 - y1) * middle - ((x2 - x1) / length) * SEAM_DEGREES
    if (others.some((other) => contains(other, x, y))) continue
    const point = (part: number) => [x1 + (x2 - x1) * part, y1 + (y2 - y1) * part]
    pieces.push(...point(from), ...point(to))
  }
  return pieces
}

/** Where along an edge (0 to 1) another outline crosses it, or has a corner on it. */
function cutsBy([x1, y1, x2, y2]: Edge, { edges }: Outline): number[] {
  const cuts: number[] = []
  const [dx, dy] = [x2 - x1, y2 - y1]
  const length = Math.hypot(dx, dy)
  for (let at = 0; at < edges.length; at += 4) {
    const [px, py] = [edges[at]! - x1, edges[at + 1]! - y1]
    const [ex, ey] = [edges[at + 2]! - edges[at]!, edges[at + 3]! - edges[at + 1]!]
    if (Math.abs(px * dy - py * dx) <= 2 * SEAM_DEGREES * length)
      cuts.push((px * dx + py * dy) / (length * length))
    const turn = dx * ey - dy * ex
    if (turn === 0) continue
    const along = (px * dy - py * dx) / turn
    if (along >= 0 && along <= 1) cuts.push((px * ey - py * ex) / turn)
  }
  return cuts.filter((cut) => cut > 0 && cut < 1)
}

function ringEdges(ring: readonly Position[], hole: boolean): number[] {
  const points = leftHanded(ring, hole)
  const edges: number[] = []
  for (let at = 1; at < points.length; at++) {
    const [x1, y1] = points[at - 1]!
    const [x2, y2] = points[at]!
    if (x1 !== x2 || y1 !== y2) edges.push(x1!, y1!, x2!, y2!)
  }
  return edges
}

/** Shells counter-clockwise and holes clockwise, whatever the file did. */
function leftHanded(ring: readonly Position[], hole: boolean): readonly Position[] {
  const [x0, y0] = ring[0] as [number, number]
  let twice = 0
  for (let at = 1; at < ring.length; at++) {
    const [x1, y1] = ring[at - 1]!
    const [x2, y2] = ring[at]!
    twice += (x1! - x0) * (y2! - y0) - (x2! - x0) * (y1! - y0)
  }
  return twice > 0 === hole ? [...ring].reverse() : ring
}

function boxOf(edges: readonly number[]): Box {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  for (let at = 0; at < edges.length; at += 2) {
    west = Math.min(west, edges[at]!)
    east = Math.max(east, edges[at]!)
    south = Math.min(south, edges[at + 1]!)
    north = Math.max(north, edges[at + 1]!)
  }
  return [west, south, east, north]
}

function edgeBox([x1, y1, x2, y2]: Edge): Box {
  return [Math.min(x1, x2), Math.min(y1, y2), Math.max(x1, x2), Math.max(y1, y2)]
}

function touch(a: Box, b: Box): boolean {
  const reach = 2 * SEAM_DEGREES
  return (
    a[0] <= b[2] + reach && b[0] <= a[2] + reach && a[1] <= b[3] + reach && b[1] <= a[3] + reach
  )
}
