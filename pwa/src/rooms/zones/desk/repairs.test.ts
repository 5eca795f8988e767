// @vitest-environment node
import type { Polygon } from 'geojson'
import { expect, it } from 'vitest'
import { changeOf, isOffMap, isOnMap, isPlaceOnMap, ringRound } from './repairs'

const of = (...ring: [number, number][]): Polygon => ({ type: 'Polygon', coordinates: [ring] })
const bowTie = of([120, 30], [120.01, 30.01], [120.01, 30], [120, 30.01], [120, 30])
const square = of([120, 30], [120.01, 30], [120.01, 30.01], [120, 30.01], [120, 30])
const turned = of([30, 120], [30, 120.01], [30.01, 120.01], [30.01, 120], [30, 120])

it('says what a repair changes, and nothing of an area that cannot be told', () => {
  const { before, after, parts, corners } = changeOf(bowTie, square)!
  expect([before, parts, corners]).toEqual([null, 1, 4])
  expect(after).toBeGreaterThan(1e6)
  expect(changeOf(square, square)!.before).toBe(after)
  expect(changeOf(turned, square)!.before).toBeNull()
  expect(changeOf(square, null)).toBeNull()
})

it('knows what no map can show', () => {
  expect([isOnMap(square), isOnMap(turned), isOnMap(null), isOnMap({ type: 'Point' })]).toEqual([
    true,
    false,
    false,
    false,
  ])
  expect([isOffMap(turned), isOffMap(square), isOffMap(null)]).toEqual([true, false, false])
  expect([isPlaceOnMap([120, 30]), isPlaceOnMap([30, 120])]).toEqual([true, false])
})

it('draws a ring as wide as the shape wants it', () => {
  expect(ringRound([120, 30], square).accuracy).toBeCloseTo(44.5, 0)
  expect(ringRound([120, 30], null).accuracy).toBe(12)
})
