/** Whether a boundary runs across itself: then its area is nobody's, and its fill is drawn by chance. Pure. */
import type { Position } from 'geojson'
import type { Ring } from './boundary'

interface Edge {
  a: Position
  b: Position
  west: number
  east: number
  ring: number
  at: number
  /** Edges of its ring. */
  of: number
}

/** Which side of a → b the point lies on: positive on the left, 0 on the line. */
const side = (a: Position, b: Position, p: Position) =>
  Math.sign((b[0]! - a[0]!) * (p[1]! - a[1]!) - (b[1]! - a[1]!) * (p[0]! - a[0]!))

const between = (a: number, b: number, x: number) => Math.min(a, b) <= x && x <= Math.max(a, b)
const isOn = ({ a, b }: Edge, p: Position) =>
  between(a[0]!, b[0]!, p[0]!) && between(a[1]!, b[1]!, p[1]!)

function meet(one: Edge, other: Edge, touching: boolean): boolean {
  const [c, d] = [side(one.a, one.b, other.a), side(one.a, one.b, other.b)]
  const [a, b] = [side(other.a, other.b, one.a), side(other.a, other.b, one.b)]
  if (c * d < 0 && a * b < 0) return true
  if (!touching) return false
  return (
    (c === 0 && isOn(one, other.a)) ||
    (d === 0 && isOn(one, other.b)) ||
    (a === 0 && isOn(other, one.a)) ||
    (b === 0 && isOn(other, one.b))
  )
}

const areNeighbours = (one: Edge, other: Edge) => {
  const apart = Math.abs(one.at - other.at)
  return apart <= 1 || apart === one.of - 1
}

const edgesOf = ({ points }: Ring, ring: number): Edge[] =>
  points.slice(1).map((b, at) => {
    const a = points[at]!
    const [west, east] = [Math.min(a[0]!, b[0]!), Math.max(a[0]!, b[0]!)]
    return { a, b, west, east, ring, at, of: points.length - 1 }
  })

/** A ring must not even touch itself; two rings may touch, as a hole does its shell. */
function clash(one: Edge, other: Edge): boolean {
  if (one.ring !== other.ring) return meet(one, other, false)
  return !areNeighbours(one, other) && meet(one, other, true)
}

export function crosses(rings: readonly Ring[]): boolean {
  const edges = rings
    .map(({ points, hole }) => ({ hole, points: withoutRepeats(points) }))
    .flatMap(edgesOf)
    .sort((one, other) => one.west - other.west)
  return edges.some((one, at) => {
    for (let next = at + 1; next < edges.length && edges[next]!.west <= one.east; next += 1)
      if (clash(one, edges[next]!)) return true
    return false
  })
}

/** The hand's last corner lies on the one before while a ring is being drawn. */
const withoutRepeats = (points: readonly Position[]) =>
  points.filter((p, at) => !at || p[0] !== points[at - 1]![0] || p[1] !== points[at - 1]![1])
