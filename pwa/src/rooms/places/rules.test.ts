// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { awayM, holdsOn, marksOf, nearby, nearestFirst } from './rules'
import type { Geometry, PlaceKind, PlaceRow } from './types'

const HERE = { lon: 120.75, lat: 30.75, accuracy_m: 5 }
/** Degrees of latitude for metres. */
const north = (metres: number) => HERE.lat + metres / 111_194.93
const point = (metres: number): Geometry => ({
  type: 'Point',
  coordinates: [HERE.lon, north(metres)],
})
const square = (from: number, to: number): Geometry => {
  const [south, top] = [north(from), north(to)]
  const [west, east] = [HERE.lon - 0.001, HERE.lon + 0.001]
  const ring = [
    [west, south],
    [east, south],
    [east, top],
    [west, top],
    [west, south],
  ]
  return { type: 'Polygon', coordinates: [ring] }
}
const row = (
  id: string,
  geometry: Geometry,
  more: { kind?: PlaceKind; valid_from?: string; valid_until?: string | null } = {},
): PlaceRow => ({
  id,
  revision: 1,
  body: {
    kind: 'forbidden_place',
    sub_kind: null,
    name: id,
    valid_from: '2026-01-01',
    valid_until: null,
    geometry,
    ...more,
  },
})
const DAY = '2026-11-22'
const ids = (found: readonly { id: string }[]) => found.map(({ id }) => id)

describe('places', () => {
  it('hold from the first day to the day before the last', () => {
    const short = row('a', point(0), { valid_from: '2026-11-22', valid_until: '2026-11-24' })
    const days = ['2026-11-21', '2026-11-22', '2026-11-23', '2026-11-24']
    expect(days.map((day) => holdsOn(short, day))).toEqual([false, true, true, false])
    expect(marksOf([short], '2026-11-24')).toEqual([])
    expect(marksOf([short], DAY)[0]).toMatchObject({ mark: 'site_forbidden_place', name: 'a' })
  })

  it('are as far as their nearest edge, and no way at all inside', () => {
    expect(awayM(HERE, point(50))).toBeCloseTo(50, 0)
    expect(awayM(HERE, square(-50, 50))).toBe(0)
    expect(awayM(HERE, square(30, 80))).toBeCloseTo(30, 0)
    const ring = square(-50, 50) as { coordinates: number[][][] }
    const holed = {
      type: 'Polygon',
      coordinates: [ring.coordinates[0]!, (square(-20, 20) as typeof ring).coordinates[0]!],
    } as Geometry
    expect(awayM(HERE, holed)).toBeCloseTo(20, 0)
  })

  it('are offered when the circle touches them, nearest first, and only of the kind and the day', () => {
    const rows = [
      row('far', point(300)),
      row('edge', square(40, 400)),
      row('door', point(20)),
      row('ended', point(1), { valid_until: DAY }),
      row('shelter', point(2), { kind: 'shelter' }),
    ]
    expect(ids(nearby(rows, 'forbidden_place', HERE, DAY))).toEqual(['door', 'edge'])
    const rough = { ...HERE, accuracy_m: 320 }
    expect(ids(nearby(rows, 'forbidden_place', rough, DAY))).toEqual(['door', 'edge', 'far'])
    expect(nearby(rows, 'forbidden_place', null, DAY)).toEqual([])
  })

  it('are listed by distance, by name where nobody knows where one is', () => {
    const rows = [row('b', point(10)), row('a', point(90))]
    expect(ids(nearestFirst(rows, 'forbidden_place', HERE, DAY))).toEqual(['b', 'a'])
    expect(ids(nearestFirst(rows, 'forbidden_place', null, DAY))).toEqual(['a', 'b'])
  })
})
