// @vitest-environment node
import { describe, expect, it } from 'vitest'
import type { Position } from 'geojson'
import { METRES_PER_DEGREE } from '@/geo/positions'
import { areaM2, boundaryOf, cornersOf, ringsOf } from './boundary'
import { History } from './history'
import { edgesOf, snapped } from './snap'
import { crosses } from './crossing'
import { splitRings } from './split'
import { without } from './without'

const square = (x: number, y: number, size: number): Position[] => [
  [x, y],
  [x + size, y],
  [x + size, y + size],
  [x, y + size],
  [x, y],
]
const shell = { points: square(120, 30, 0.1), hole: false }
const far = { points: square(121, 30, 0.1), hole: false }
const hole = { points: square(121.02, 30.02, 0.01), hole: true }

describe('rings', () => {
  it('come back as they were, each hole in its shell', () => {
    const boundary = boundaryOf([shell, far, hole])
    expect(boundary).toEqual({
      type: 'MultiPolygon',
      coordinates: [[shell.points], [far.points, hole.points]],
    })
    expect(ringsOf(boundary)).toEqual([shell, far, hole])
    expect(cornersOf(boundary)).toBe(12)
  })

  it('lose no hole that lies outside', () => {
    expect(boundaryOf([shell, hole])).toEqual({
      type: 'Polygon',
      coordinates: [shell.points, hole.points],
    })
    expect(boundaryOf([hole])).toBeNull()
  })

  it('take their holes with them when they are deleted', () => {
    const rings = [shell, far, hole]
    expect(without(rings, new Set([far]))).toEqual([shell])
    expect(without(rings, new Set([shell]))).toEqual([far, hole])
    expect(without(rings, new Set([hole]))).toEqual([shell, far])
  })

  it('have an area on the ground, less their holes', () => {
    const side = 0.1 * METRES_PER_DEGREE
    const whole = areaM2([shell])
    expect(whole / (side * side * Math.cos((30.05 * Math.PI) / 180))).toBeCloseTo(1, 4)
    expect(areaM2([far, hole])).toBeCloseTo(areaM2([far]) - areaM2([{ ...hole, hole: false }]))
  })
})

describe('snapping', () => {
  const project = (lng: number, lat: number) => ({ x: lng * 10_000, y: -lat * 10_000 })
  const edges = edgesOf([{ type: 'Polygon', coordinates: [square(120, 30, 0.1)] }])

  it('takes a near corner before a nearer edge', () => {
    expect(snapped({ lng: 120.0009, lat: 30.0001 }, edges, project)).toEqual([120, 30])
  })

  it('takes the foot on a near edge', () => {
    const [x, y] = snapped({ lng: 120.05, lat: 30.0005 }, edges, project)!
    expect([x, y]).toEqual([expect.closeTo(120.05, 9), expect.closeTo(30, 9)])
  })

  it('leaves alone what is far', () => {
    expect(snapped({ lng: 120.05, lat: 30.002 }, edges, project)).toBeUndefined()
  })
})

describe('steps', () => {
  it('are taken back and taken again, until another one is made', () => {
    const history = new History<number[]>()
    history.reset([])
    for (const step of [[1], [1], [2]]) history.add(step)
    expect([history.back(), history.back(), history.back()]).toEqual([[1], [], undefined])
    expect(history.forth()).toEqual([1])
    history.add([3])
    expect([history.canGoForth, history.back()]).toEqual([false, [1]])
  })
})

describe('cutting', () => {
  const across: Position[] = [
    [120.05, 29.9],
    [120.06, 30.05],
    [120.05, 30.2],
  ]

  it('gives two parts that are the whole', () => {
    for (const line of [across, [...across].reverse()]) {
      const halves = splitRings([shell], line)!
      expect(halves.map(({ points }) => points.length)).toEqual([6, 6])
      expect(areaM2(halves) / areaM2([shell])).toBeCloseTo(1, 6)
    }
  })

  it('needs a line right across', () => {
    expect(splitRings([shell], across.slice(0, 2))).toBeNull()
    expect(splitRings([shell, hole], across)).toHaveLength(3)
    expect(splitRings([far], across)).toBeNull()
  })

  it('goes through a hole: each half has a notch, and nothing is filled', () => {
    const line: Position[] = [
      [121.025, 29.9],
      [121.025, 30.2],
    ]
    const halves = splitRings([far, hole], line)!
    expect(halves.map(({ points, hole: is }) => [points.length, is])).toEqual([
      [9, false],
      [9, false],
    ])
    expect(areaM2(halves)).toBeCloseTo(areaM2([far, hole]), 0)
    expect(crosses(halves)).toBe(false)
    const beside = line.map(([lon, lat]): Position => [lon! + 0.03, lat!])
    expect(splitRings([far, hole], beside)!.map(({ hole: is }) => is)).toEqual([false, false, true])
    expect(splitRings([far, hole], [line[0]!, [121.025, 30.025]])).toBeNull()
  })

  it('cuts as often as the line crosses', () => {
    const comb: Position[] = [
      ...[
        [0, 0],
        [7, 0],
        [7, 4],
        [6, 4],
        [6, 1],
        [4, 1],
        [4, 4],
        [3, 4],
        [3, 1],
        [1, 1],
        [1, 4],
      ],
      ...[
        [0, 4],
        [0, 0],
      ],
    ]
    const teeth = splitRings(
      [{ points: comb, hole: false }],
      [
        [-1, 3],
        [8, 2],
      ],
    )!
    expect(teeth).toHaveLength(4)
    expect(areaM2(teeth)).toBeCloseTo(areaM2([{ points: comb, hole: false }]), -3)
    const fromWithin: Position[] = [
      [0.5, 3],
      [3.5, 3],
    ]
    expect(splitRings([{ points: comb, hole: false }], fromWithin)).toBeNull()
  })

  it('keeps the area, and crosses nothing, whatever is cut by whatever line', () => {
    let seed = 7
    const chance = () => (seed = (seed * 16807) % 2147483647) / 2147483647
    const near = (x: number, y: number): Position => [120 + x / 1000, 30 + y / 1000]
    const star = (x: number, y: number, far: number, corners: number, is: boolean) => {
      const points = Array.from({ length: corners }, (_, at): Position => {
        const [turn, out] = [(at / corners) * 2 * Math.PI, far * (0.4 + 0.6 * chance())]
        return near(x + out * Math.cos(turn), y + out * Math.sin(turn))
      })
      return { points: [...points, points[0]!], hole: is }
    }
    let cuts = 0
    for (let round = 0; round < 400; round += 1) {
      const shape = [
        star(0, 0, 1, 12, false),
        star(0, 0.1, 0.12, 9, true),
        star(0.12, -0.15, 0.1, 7, true),
      ]
      if (crosses(shape)) continue
      const line = Array.from({ length: 2 + Math.floor(chance() * 3) }, (_, at) =>
        near(at * 0.9 + chance() * 0.5 - 1.2, chance() * 1.2 - 0.6),
      )
      const parts = splitRings(shape, [...line, near(2, 0)])
      if (!parts) continue
      cuts += 1
      expect(areaM2(parts) / areaM2(shape)).toBeCloseTo(1, 6)
      expect(crosses(parts)).toBe(false)
    }
    expect(cuts).toBeGreaterThan(100)
  })
})
