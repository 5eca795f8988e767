/** Cutting a ring in two along a drawn line. Pure. */
import type { Position } from 'geojson'
import type { Ring } from './boundary'

interface Crossing {
  point: Position
  /** Where along the line: number of its piece, and the part of it. */
  along: number
  /** The edge of the ring, and how far along it. */
  edge: number
  part: number
}

function crossing(a: Position, b: Position, c: Position, d: Position): [number, number] | null {
  const [rx, ry] = [b[0]! - a[0]!, b[1]! - a[1]!]
  const [sx, sy] = [d[0]! - c[0]!, d[1]! - c[1]!]
  const turn = rx * sy - ry * sx
  if (turn === 0) return null
  const [qx, qy] = [c[0]! - a[0]!, c[1]! - a[1]!]
  const [t, u] = [(qx * sy - qy * sx) / turn, (qx * ry - qy * rx) / turn]
  return t >= 0 && t <= 1 && u >= 0 && u < 1 ? [t, u] : null
}

function crossings(ring: readonly Position[], line: readonly Position[]): Crossing[] {
  const found: Crossing[] = []
  for (let piece = 1; piece < line.length; piece += 1)
    for (let edge = 1; edge < ring.length; edge += 1) {
      const [a, b] = [line[piece - 1]!, line[piece]!]
      const hit = crossing(a, b, ring[edge - 1]!, ring[edge]!)
      if (!hit) continue
      const point = [a[0]! + (b[0]! - a[0]!) * hit[0], a[1]! + (b[1]! - a[1]!) * hit[0]]
      found.push({ point, along: piece + hit[0], edge, part: hit[1] })
    }
  return found.sort((a, b) => a.along - b.along)
}

/** Two rings, or null unless the line crosses the ring exactly twice. */
export function splitRing(
  ring: readonly Position[],
  line: readonly Position[],
): [Position[], Position[]] | null {
  const [enter, leave, ...more] = crossings(ring, line)
  if (!enter || !leave || more.length) return null
  const between = line.filter((_, at) => at + 1 > enter.along && at + 1 < leave.along)
  const ahead = enter.edge + enter.part <= leave.edge + leave.part
  const [first, second] = ahead ? [enter, leave] : [leave, enter]
  const cut = ahead ? between : [...between].reverse()
  const corners = ring.slice(0, -1)
  const inner = corners.slice(first.edge, second.edge)
  const outer = [...corners.slice(second.edge), ...corners.slice(0, first.edge)]
  const one = [first.point, ...inner, second.point, ...[...cut].reverse()]
  const other = [second.point, ...outer, first.point, ...cut]
  return [
    [...one, one[0]!],
    [...other, other[0]!],
  ]
}

/** Every shell that the line crosses twice falls in two; holes stay. False: it cut nothing. */
export function splitRings(rings: readonly Ring[], line: readonly Position[]): Ring[] | null {
  let cut = false
  const found = rings.flatMap((ring) => {
    const halves = ring.hole ? null : splitRing(ring.points, line)
    if (halves) cut = true
    return halves ? halves.map((points) => ({ points, hole: false })) : [ring]
  })
  return cut ? found : null
}
