import { describe, expect, it } from 'vitest'
import {
  lackingOf,
  reasonedDay,
  rowsOf,
  sendingOf,
  shownOf,
  tallyOf,
  toggledDay,
  weekOf,
} from './rules'
import type { Edit, Roster, Round } from './types'

const TEAM = { id: 't', name: '一组' }
const AREA = { id: 'a', name: '月河片', organisation: { id: '330402007', name: '建设街道' } }
const ROSTER: Roster = {
  id: 'r',
  revision: 3,
  valid_from: '2026-11-01',
  valid_until: null,
  updated: { at: '2026-11-01T08:00:00Z', by: '钱督导' },
  team: TEAM,
  area: AREA,
  type: 'evening',
  weekdays: [1, 2],
  from: '18:30',
  to: '20:00',
  exceptions: [],
}
const edit = (fields: Edit['fields'], more: Partial<Edit> = {}): Edit => {
  return { kind: 'rosters', revision: 3, fields, waits: false, clash: null, problem: null, ...more }
}
const round = (day: string, state: Round['state'], team = TEAM): Round => {
  return {
    ...ROSTER,
    roster_id: 'r',
    day,
    from: '',
    to: '',
    area: AREA,
    team,
    state,
    reason: null,
    patrols: [],
  }
}

it('begins the week on Monday, over the year too', () => {
  expect(weekOf('2026-11-22')).toEqual(weekOf('2026-11-16'))
  expect(weekOf('2026-11-18')[0]).toBe('2026-11-16')
  expect(weekOf('2027-01-01')[0]).toBe('2026-12-28')
})

it('has a row for each team and a cell for each day', () => {
  const rounds = [
    round('2026-11-17', 'done'),
    round('2026-11-17', 'open', { id: 'u', name: '二组' }),
  ]
  const rows = rowsOf([TEAM, { id: 'v', name: '三组' }], rounds, weekOf('2026-11-17'))
  expect(rows.map(({ name, days }) => [name, days.map((cell) => cell.length).join('')])).toEqual([
    ['一组', '0100000'],
    ['三组', '0000000'],
    ['二组', '0100000'],
  ])
})

it('counts what is planned without what is called off', () => {
  const days = ['done', 'running', 'open', 'not_recorded', 'called_off'] as const
  expect(tallyOf(days.map((state) => round('2026-11-17', state)))).toEqual({ planned: 4, done: 2 })
})

describe('what goes to the server', () => {
  it.each([
    ['new', edit({ from: '18:00' }, { revision: 0 }), 'post', '/plans/rosters'],
    [
      'from a day on',
      edit({ from: '18:00' }, { fromDay: '2026-11-20' }),
      'post',
      '/plans/rosters/r/succession',
    ],
    [
      'from its first day',
      edit({ from: '18:00' }, { fromDay: '2026-11-01' }),
      'patch',
      '/plans/rosters/r',
    ],
    [
      'a day called off',
      edit({ exceptions: [] }, { fromDay: '2026-11-20' }),
      'patch',
      '/plans/rosters/r',
    ],
    ['an area', edit({ name: 'x' }, { kind: 'areas' }), 'patch', '/plans/areas/r'],
  ])('%s', (_name, one, method, path) => {
    const sent = sendingOf('r', one, ROSTER)
    expect([sent.method, sent.path]).toEqual([method, path])
  })
})

it('shows what is typed over what the server has', () => {
  const shown = shownOf('r', ROSTER, edit({ to: '21:00' }))!
  expect([shown.team_id, shown.area_id, shown.from, shown.to]).toEqual(['t', 'a', '18:30', '21:00'])
  expect(lackingOf(shown)).toEqual([])
  const blank = shownOf('n', undefined, edit({ weekdays: [] }, { revision: 0 }))!
  expect(lackingOf(blank)).toEqual(['team_id', 'area_id', 'weekdays', 'from', 'to'])
})

it('calls a day off and takes that back; adds a day that is not usual', () => {
  const off = toggledDay([], '2026-11-20', true, '暴雨')
  expect(off).toEqual([{ day: '2026-11-20', what: 'off', reason: '暴雨' }])
  expect(toggledDay(off, '2026-11-20', true)).toEqual([])
  expect(toggledDay(off, '2026-11-19', false).map(({ day, what }) => day + what)).toEqual([
    '2026-11-19extra',
    '2026-11-20off',
  ])
})

it('takes the reason of a day also after it was called off', () => {
  const off = toggledDay(toggledDay([], '2026-11-20', true), '2026-11-21', true, '培训')
  expect(reasonedDay(off, '2026-11-20', '暴雨').map(({ reason }) => reason)).toEqual([
    '暴雨',
    '培训',
  ])
})
