// @vitest-environment node
import type { MultiPolygon } from 'geojson'
import { describe, expect, it } from 'vitest'
import { boundsOf, circlePolygon, labelPoint, lined, topPoint } from './shapes'

const M = 111_320

describe('circles true to scale', () => {
  it('have their radius in every direction', () => {
    const centre = { lon: 120.75, lat: 30.75 }
    const [ring] = circlePolygon(centre, 50).coordinates
    const radii = ring!.map(([lon = 0, lat = 0]) =>
      Math.hypot(
        (lon - centre.lon) * M * Math.cos((centre.lat * Math.PI) / 180),
        (lat - centre.lat) * M,
      ),
    )
    expect(Math.min(...radii)).toBeCloseTo(50, 1)
    expect(Math.max(...radii)).toBeCloseTo(50, 1)
    expect(ring![0]).toEqual(ring!.at(-1))
  })
})

const SQUARE = (x: number, y: number, side: number) => [
  [x, y],
  [x + side, y],
  [x + side, y + side],
  [x, y + side],
  [x, y],
]

describe('names of areas', () => {
  const two: MultiPolygon = {
    type: 'MultiPolygon',
    coordinates: [[SQUARE(0, 0, 1)], [SQUARE(5, 5, 2)]],
  }

  it('stand inside the largest part', () => {
    expect(labelPoint(two)).toEqual({ lon: 6, lat: 6 })
  })

  it('stand inside a horseshoe, not in its gap', () => {
    const horseshoe = [
      [0, 0],
      [3, 0],
      [3, 3],
      [2.5, 3],
      [2.5, 1],
      [1, 1],
      [1, 3],
      [0, 3],
      [0, 0],
    ]
    const at = labelPoint({ type: 'Polygon', coordinates: [horseshoe] })!
    expect(at.lon).toBeCloseTo(0.5)
  })

  it('or on the northern edge', () => {
    expect(topPoint(two)).toEqual({ lon: 3.5, lat: 7 })
  })

  it('are missing for nothing', () => {
    expect(labelPoint({ type: 'MultiPolygon', coordinates: [] })).toBeNull()
    expect(boundsOf([])).toBeNull()
  })
})

it.each([
  ['余新镇重点管理区（演示）', '余新镇重点管理区\n（演示）'],
  ['南湖区（七星街道）', '南湖区（七星街道）'],
  ['余新镇重点管理区草案', '余新镇重点管理区草案'],
  ['余新镇重点管理区（演示）草案\n1.20 km²', '余新镇重点管理区\n（演示）草案\n1.20 km²'],
])('%s is written as %s', (name, written) => expect(lined(name)).toBe(written))
