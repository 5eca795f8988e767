// @vitest-environment node
import { describe, expect, it } from 'vitest'
import type { Position } from 'geojson'
import { METRES_PER_DEGREE } from '@/geo/positions'
import { areaM2, boundaryOf, cornersOf, ringsOf } from './boundary'
import { History } from './history'
import { edgesOf, snapped } from './snap'
import { splitRing, splitRings } from './split'
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
      const halves = splitRing(shell.points, line)!
      expect(halves.map((points) => points.length)).toEqual([6, 6])
      const sum = areaM2(halves.map((points) => ({ points, hole: false })))
      expect(sum / areaM2([shell])).toBeCloseTo(1, 6)
    }
  })

  it('needs a line right across', () => {
    expect(splitRing(shell.points, across.slice(0, 2))).toBeNull()
    expect(splitRings([shell, hole], across)).toHaveLength(3)
    expect(splitRings([far], across)).toBeNull()
  })
})
