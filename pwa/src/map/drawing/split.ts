/** Cutting a boundary along a drawn line, through its holes too. Pure. */
import type { Position } from 'geojson'
import { boundaryOf, inside, polygonsOf, type Ring, signedArea } from './boundary'
import { crosses } from './crossing'

interface Crossing {
  point: Position
  /** Where along the line: number of its piece, and the part of it. */
  along: number
  /** 0 is the shell, then the holes. */
  ring: number
  /** The edge of the ring, and how far along it. */
  edge: number
  part: number
}

/** From border to border through the inside. */
interface Chord {
  path: Position[]
  from: number
  to: number
}

/** Open rings: the last corner is not the first one. The shell runs counter-clockwise, its holes clockwise. */
interface Part {
  shell: Position[]
  holes: Position[][]
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

const same = (one: Position, other: Position) => one[0] === other[0] && one[1] === other[1]
const onTheWay = (a: Position, b: Position, part: number): Position =>
  part === 0 ? a : [a[0]! + (b[0]! - a[0]!) * part, a[1]! + (b[1]! - a[1]!) * part]
const middle = (path: readonly Position[]) => onTheWay(path[0]!, path[1]!, 0.5)

function crossings(rings: readonly Position[][], line: readonly Position[]): Crossing[] {
  const found: Crossing[] = []
  for (const [ring, corners] of rings.entries())
    for (const [edge, c] of corners.entries()) {
      const d = corners[(edge + 1) % corners.length]!
      for (let piece = 1; piece < line.length; piece += 1) {
        const hit = crossing(line[piece - 1]!, line[piece]!, c, d)
        if (hit)
          found.push({
            point: onTheWay(c, d, hit[1]),
            along: piece + hit[0],
            ring,
            edge,
            part: hit[1],
          })
      }
    }
  found.sort((one, other) => one.along - other.along)
  return found.filter(({ point }, at) => !at || !same(point, found[at - 1]!.point))
}

/** With the crossings as corners of the rings. */
function withCorners(rings: readonly Position[][], found: readonly Crossing[]): Position[][] {
  return rings.map((corners, ring) =>
    corners.flatMap((corner, edge) => {
      const here = found.filter((one) => one.ring === ring && one.edge === edge && one.part > 0)
      return [corner, ...here.sort((a, b) => a.part - b.part).map(({ point }) => point)]
    }),
  )
}

const isWithin = ({ shell, holes }: Part, place: Position) =>
  inside(closed(shell), place) && !holes.some((hole) => inside(closed(hole), place))

const closed = (ring: Position[]) => [...ring, ring[0]!]

function chordsOf(part: Part, found: readonly Crossing[], line: readonly Position[]): Chord[] {
  return found.slice(1).flatMap((end, at) => {
    const begin = found[at]!
    const between = line.filter((_, n) => n + 1 > begin.along && n + 1 < end.along)
    const path = [begin.point, ...between, end.point]
    return isWithin(part, middle(path)) ? [{ path, from: begin.ring, to: end.ring }] : []
  })
}

/** From shell to shell, perhaps by way of holes; what ends in a hole cuts nothing. */
function wholeRuns(chords: readonly Chord[]): Chord[] {
  const taken: Chord[] = []
  let run: Chord[] = []
  for (const chord of chords) {
    if (chord.from === 0) run = []
    else if (run.at(-1)?.to !== chord.from) continue
    run.push(chord)
    if (chord.to !== 0) continue
    taken.push(...run)
    run = []
  }
  return taken
}

const find = (ring: readonly Position[], place: Position) =>
  ring.findIndex((corner) => same(corner, place))
const from = (ring: readonly Position[], at: number) => [...ring.slice(at), ...ring.slice(0, at)]

/** One ring of a shell and a hole, there and back along the chord; the next chord parts it. */
function bridged({ shell, holes }: Part, path: readonly Position[], hole: Position[]): Part {
  const [begin, end] = [path[0]!, path.at(-1)!]
  const round = from(hole, find(hole, end))
  const back = [...path].reverse()
  const ring = [
    ...from(shell, find(shell, begin)),
    ...path.slice(0, -1),
    ...round,
    ...back.slice(0, -1),
  ]
  return { shell: ring, holes: holes.filter((one) => one !== hole) }
}

function halved({ shell, holes }: Part, path: readonly Position[]): Part[] {
  const ring = from(shell, find(shell, path[0]!))
  const at = find(ring, path.at(-1)!)
  if (at < 1) return [{ shell, holes }]
  const between = path.slice(1, -1)
  const one = [...ring.slice(0, at + 1), ...[...between].reverse()]
  const other = [...ring.slice(at), ring[0]!, ...between]
  const isIn = (hole: Position[]) => {
    const there = hole.filter((corner) => inside(closed(one), corner))
    return there.length * 2 > hole.length
  }
  return [
    { shell: one, holes: holes.filter(isIn) },
    { shell: other, holes: holes.filter((hole) => !isIn(hole)) },
  ]
}

function cutAlong(parts: Part[], { path }: Chord): Part[] {
  const [begin, end] = [path[0]!, path.at(-1)!]
  const at = parts.findIndex((part) => find(part.shell, begin) >= 0 && isWithin(part, middle(path)))
  const part = parts[at]
  if (!part) return parts
  const hole = part.holes.find((one) => find(one, end) >= 0)
  const pieces = hole ? [bridged(part, path, hole)] : halved(part, path)
  return parts.toSpliced(at, 1, ...pieces)
}

const turned = (ring: readonly Position[], left: boolean) => {
  const open = ring.slice(0, -1)
  return signedArea(ring) > 0 === left ? open : open.reverse()
}

function partsOf([shell, ...holes]: Position[][], line: readonly Position[]): Part[] {
  const rings = [turned(shell!, true), ...holes.map((hole) => turned(hole, false))]
  const found = crossings(rings, line)
  const [outer, ...inner] = withCorners(rings, found)
  const part: Part = { shell: outer!, holes: inner }
  return wholeRuns(chordsOf(part, found, line)).reduce(cutAlong, [part])
}

/** What the line crosses from side to side falls in parts, as often as it does. Null: it cut nothing. */
export function splitRings(rings: readonly Ring[], line: readonly Position[]): Ring[] | null {
  const boundary = boundaryOf(rings)
  let cut = false
  const found = (boundary ? polygonsOf(boundary) : []).flatMap((polygon): Ring[] => {
    const parts = partsOf(polygon, line)
    const whole = polygon.map((points, at) => ({ points, hole: at > 0 }))
    if (parts.length < 2) return whole
    cut = true
    return parts.flatMap(({ shell, holes }) => [
      { points: closed(shell), hole: false },
      ...holes.map((hole) => ({ points: closed(hole), hole: true })),
    ])
  })
  return cut && !crosses(found) ? found : null
}
