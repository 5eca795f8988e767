// @vitest-environment node
import { expect, it } from 'vitest'
import { grouped, layersAsked } from './imports'

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
