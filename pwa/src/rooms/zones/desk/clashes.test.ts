// @vitest-environment node
import { expect, it } from 'vitest'
import { differencesOf, fieldsOf, wordsOf } from './clashes'
import type { Draft } from './types'

const square = {
  type: 'Polygon' as const,
  coordinates: [
    [
      [120, 30],
      [120.01, 30],
      [120.01, 30.01],
      [120, 30.01],
      [120, 30],
    ],
  ],
}
const draft = (more: object, announcement: object = {}) =>
  ({
    name: '集镇',
    seat: null,
    boundary: null,
    announcement: {
      number: null,
      announced_on: null,
      effective_on: null,
      text: null,
      ...announcement,
    },
    ...more,
  }) as unknown as Draft

it('shows what both wrote, what only the other wrote, and not what is the same', () => {
  const clash = { who: '沈丽华', before: draft({}) }
  const theirs = draft({ name: '新集镇', boundary: square }, { number: '1', text: '东至' })
  const mine = { number: '2', text: '东至', boundary: null }
  expect(differencesOf(clash, theirs, mine)).toEqual([
    { name: 'name', theirs: '新集镇', mine: undefined },
    { name: 'boundary', theirs: square, mine: null },
    { name: 'number', theirs: '1', mine: '2' },
  ])
  expect(differencesOf({ ...clash, before: null }, theirs, mine)).toHaveLength(2)
  expect(fieldsOf(theirs, mine)).toEqual({ number: '1', text: '东至', boundary: square })
})

it('says shapes by their size and towns by their names', () => {
  const words = {
    town: (id: string) => (id === '330402103' ? '新丰镇' : id),
    corners: (n: number) => `${n} 个顶点`,
  }
  expect(wordsOf('seat_id', '330402103', words)).toBe('新丰镇')
  expect(wordsOf('boundary', square, words)).toBe('1.07 km² · 4 个顶点')
  expect([wordsOf('text', null, words), wordsOf('boundary', null, words)]).toEqual(['', ''])
})
