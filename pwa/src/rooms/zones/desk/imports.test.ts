// @vitest-environment node
import { expect, it } from 'vitest'
import { chosenOf, grouped, layersAsked, type Preview, type Reading, wishesOf } from './imports'
import type { Finding } from './types'

const system = (code: string, likely: boolean, width: number | null = null) => ({
  code,
  title: code,
  unit: 'degree' as const,
  width,
  likely,
})

it('puts what is likely first, and the others by kind', () => {
  const all = [
    ...[system('wgs84', true), system('cgcs2000', true), system('gcj02', true)],
    ...[system('web_mercator', false), system('far', false, 6), system('near6', true, 6)],
    ...[system('near3', true, 3), system('far3', false, 3)],
  ]
  const groups = grouped(all)
  expect(groups.map(({ name, systems }) => [name, systems.map(({ code }) => code)])).toEqual([
    ['likely', ['wgs84', 'gcj02', 'cgcs2000', 'near3', 'near6']],
    ['other', ['web_mercator']],
    ['3', ['far3']],
    ['6', ['far']],
  ])
  expect(grouped([])).toEqual([])
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
