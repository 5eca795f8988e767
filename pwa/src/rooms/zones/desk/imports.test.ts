// @vitest-environment node
import { expect, it } from 'vitest'
import { chosenOf, grouped, layersAsked, type Preview, type Reading, wishesOf } from './imports'
import type { Finding } from './types'

const system = (code: string, width: number | null = null) => ({
  code,
  title: code,
  unit: 'degree' as const,
  width,
})

it('groups the systems by kind, in their order', () => {
  const groups = grouped([system('wgs84'), system('a', 6), system('b', 3), system('gcj02')])
  expect(groups.map(({ name, systems }) => [name, systems.map(({ code }) => code)])).toEqual([
    ['degree', ['wgs84', 'gcj02']],
    ['6', ['a']],
    ['3', ['b']],
  ])
})

it('asks for a layer only when the server lists some', () => {
  expect(layersAsked({ fields: { layer: { choose: ['A', 'B'] } } })).toEqual(['A', 'B'])
  expect(layersAsked({ fields: { system: 'unknown' } })).toEqual([])
  expect(layersAsked(null)).toEqual([])
})

it('offers what lies somewhere, and sends the repairs that were taken', () => {
  const reading = (possible: boolean): Reading => ({
    geometry: null,
    findings: [],
    area_m2: 1,
    possible,
  })
  const found = {
    system: 'wgs84',
    features: [
      { number: 1, name: '东块', readings: { wgs84: reading(true) } },
      { number: 2, name: '西块', readings: { wgs84: reading(false), gcj02: reading(true) } },
      { number: 3, name: '', readings: { wgs84: reading(true) } },
    ],
  } as unknown as Preview
  const wishes = new Map(wishesOf(found))
  expect([...wishes.values()].map(({ on }) => on)).toEqual([true, false, true])
  expect(chosenOf(found, 'wgs84', wishes)).toEqual([{ number: 1, name: '东块' }])
  wishes.get(1)!.repair = {} as Finding
  wishes.get(2)!.on = true
  expect(chosenOf(found, 'wgs84', wishes)).toEqual([{ number: 1, name: '东块', repair: true }])
  expect(chosenOf(found, 'gcj02', wishes)).toEqual([{ number: 2, name: '西块' }])
})
