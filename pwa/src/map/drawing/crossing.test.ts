import { expect, it } from 'vitest'
import type { Polygon, Position } from 'geojson'
import { areaOf } from './boundary'
import { crosses } from './crossing'

const ring = (points: Position[], hole = false) => ({ points: [...points, points[0]!], hole })
const square = (x: number, y: number, size: number, hole = false) =>
  ring(
    [
      [x, y],
      [x + size, y],
      [x + size, y + size],
      [x, y + size],
    ],
    hole,
  )

it.each([
  ['a square', [square(0, 0, 4)], false],
  [
    'a triangle',
    [
      ring([
        [0, 0],
        [4, 0],
        [2, 3],
      ]),
    ],
    false,
  ],
  [
    'a bow tie',
    [
      ring([
        [0, 0],
        [4, 4],
        [4, 0],
        [0, 4],
      ]),
    ],
    true,
  ],
  [
    'an unequal bow tie',
    [
      ring([
        [0, 0],
        [6, 4],
        [6, 0],
        [0, 1],
      ]),
    ],
    true,
  ],
  [
    'an eight that meets in a corner',
    [
      ring([
        [0, 0],
        [2, 2],
        [4, 0],
        [4, 4],
        [2, 2],
        [0, 4],
      ]),
    ],
    true,
  ],
  [
    'a corner that touches an edge',
    [
      ring([
        [0, 0],
        [4, 0],
        [4, 4],
        [2, 0],
        [0, 4],
      ]),
    ],
    true,
  ],
  [
    'a comb',
    [
      ring([
        [0, 0],
        [6, 0],
        [6, 4],
        [5, 1],
        [4, 4],
        [3, 1],
        [2, 4],
        [1, 1],
        [0, 4],
      ]),
    ],
    false,
  ],
  [
    'a corner that is there twice',
    [
      ring([
        [0, 0],
        [4, 0],
        [4, 0],
        [4, 4],
        [0, 4],
      ]),
    ],
    false,
  ],
  ['a hole', [square(0, 0, 4), square(1, 1, 1, true)], false],
  ['a hole that touches its shell', [square(0, 0, 4), square(0, 1, 1, true)], false],
  ['a hole across its shell', [square(0, 0, 4), square(3, 1, 3, true)], true],
  ['two parts', [square(0, 0, 4), square(5, 0, 4)], false],
  ['two parts across one another', [square(0, 0, 4), square(2, 2, 4)], true],
] as const)('%s crosses itself: %s', (_, rings, expected) => expect(crosses(rings)).toBe(expected))

it('reads ten thousand corners at once', () => {
  const round = Array.from({ length: 10_000 }, (_, at): Position => {
    const [turn, far] = [(at / 10_000) * 2 * Math.PI, at % 2 ? 1 : 1.0001]
    return [far * Math.cos(turn), far * Math.sin(turn)]
  })
  expect(crosses([ring(round)])).toBe(false)
  ;[round[100], round[5000]] = [round[5000]!, round[100]!]
  expect(crosses([ring(round)])).toBe(true)
})

it('tells no area of what crosses itself', () => {
  const polygon = (points: Position[]): Polygon => ({
    type: 'Polygon',
    coordinates: [[...points, points[0]!]],
  })
  expect(
    areaOf(
      polygon([
        [0, 0],
        [6, 4],
        [6, 0],
        [0, 1],
      ]),
    ),
  ).toBeNull()
  expect(
    areaOf(
      polygon([
        [0, 0],
        [0.001, 0],
        [0.001, 0.001],
        [0, 0.001],
      ]),
    ),
  ).toBeCloseTo(12364, -2)
  expect(areaOf(null)).toBe(0)
})
