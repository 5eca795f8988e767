import { expect, it } from 'vitest'
import type { ShownPlan } from './rules'
import { asksFirst, type Doubt, doubtsOf, isOddStart, lengthOf, questionOf } from './times'
import type { Roster } from './types'

/** A Friday. */
const NOW = Date.parse('2026-11-20T12:00:00+08:00')
const shown = (fields: Partial<ShownPlan>): ShownPlan => ({
  id: 'r',
  kind: 'rosters',
  isNew: false,
  type: 'daily',
  team_id: 't1',
  weekdays: [5],
  from: '18:30',
  to: '20:00',
  ...fields,
})
const roster = (fields: Partial<Roster>): Roster => ({
  id: 'other',
  revision: 1,
  valid_from: '2026-01-01',
  valid_until: null,
  updated: { at: '', by: '' },
  team: { id: 't1', name: '' },
  area: { id: 'a', name: '东片', organisation: { id: 'o', name: '' } },
  type: 'daily',
  weekdays: [5],
  from: '19:30',
  to: '21:00',
  exceptions: [],
  ...fields,
})
const codes = (plan: Partial<ShownPlan>, ...others: Partial<Roster>[]) =>
  doubtsOf(shown(plan), others.map(roster), NOW).map(({ code }) => code)

it.each([
  ['evening', '06:30', true],
  ['evening', '18:30', false],
  ['evening', '00:30', false],
  ['evening', '12:00', false],
  ['morning', '19:00', true],
  ['morning', '06:30', false],
  ['morning', '12:00', true],
  ['peak', '06:30', false],
  ['daily', '03:00', false],
] as const)('a round of kind %s at %s is odd: %s', (type, from, odd) =>
  expect(isOddStart({ type, from })).toBe(odd),
)

it('tells a window that goes nearly round the clock', () => {
  expect([
    lengthOf('06:30', '06:10'),
    lengthOf('18:30', '20:00'),
    lengthOf('22:00', '00:30'),
  ]).toEqual([23 * 60 + 40, 90, 150])
  expect(codes({ from: '06:30', to: '06:10' })).toEqual(['long'])
  expect(codes({ from: '19:00', to: '02:00' })).toEqual([])
})

it('tells of another round of the same team at the same time', () => {
  expect(codes({}, {})).toEqual(['overlap'])
  expect(codes({}, { from: '20:00' })).toEqual([])
  expect(codes({}, { weekdays: [4] })).toEqual([])
  expect(codes({}, { team: { id: 't2', name: '' } })).toEqual([])
  expect(codes({}, { id: 'r' })).toEqual([])
  expect(codes({ valid_from: '2026-11-20' }, { valid_until: '2026-11-20' })).toEqual([])
  expect(codes({ valid_until: '2026-11-20' }, { valid_from: '2026-11-20' })).toEqual([])
})

it('looks past midnight, and from Sunday into Monday', () => {
  const night = { from: '23:00', to: '01:00' }
  expect(codes({ ...night, weekdays: [7] }, { weekdays: [1], from: '00:30', to: '02:00' })).toEqual(
    ['overlap'],
  )
  expect(codes({ weekdays: [6], from: '00:30', to: '02:00' }, night)).toEqual(['overlap'])
  expect(codes({ ...night, weekdays: [7] }, { weekdays: [1], from: '01:00', to: '02:00' })).toEqual(
    [],
  )
})

it('tells that the time of its first round is over, of what is new', () => {
  const morning = { from: '06:30', to: '08:30', valid_from: '2026-11-20' }
  expect(doubtsOf(shown({ ...morning, isNew: true }), [], NOW)).toEqual([
    { code: 'over', day: '2026-11-20', to: '08:30' },
  ])
  expect(codes({ ...morning, isNew: true, weekdays: [6] })).toEqual([])
  expect(codes({ ...morning, isNew: true, to: '13:00' })).toEqual([])
  expect(codes({ ...morning, isNew: false })).toEqual([])
  expect(codes({ isNew: true, valid_from: '2026-11-10' })).toEqual(['over'])
})

it('asks once, and only of what is being written', () => {
  const doubts: Doubt[] = [{ code: 'odd', type: 'evening', from: '06:30' }]
  const plan = shown({ type: 'evening', from: '06:30' })
  expect(asksFirst({ ...plan, isNew: true }, {}, doubts, null)).toBe(true)
  expect(asksFirst(plan, { from: '06:30' }, doubts, null)).toBe(true)
  expect(asksFirst(plan, { weekdays: [1] }, doubts, null)).toBe(true)
  expect(asksFirst(plan, { exceptions: [] }, doubts, null)).toBe(false)
  expect(asksFirst(plan, { from: '06:30' }, [], null)).toBe(false)
  expect(asksFirst(plan, { from: '06:30' }, doubts, questionOf(doubts))).toBe(false)
  expect(asksFirst(plan, { from: '06:30' }, doubts, 'of something else')).toBe(true)
})
