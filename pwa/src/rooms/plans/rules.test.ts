import { describe, expect, it } from 'vitest'
import { dueRound, minutesUntil, plannedRounds, toDoFirst, type Walk, weekdayOf } from './rules'
import type { PlanRow } from './types'

const FRIDAY = '2026-11-20'
const SATURDAY = '2026-11-21'
const at = (clock: string, day = FRIDAY) => Date.parse(`${day}T${clock}:00+08:00`)

const AREA = {
  name: '月河片',
  organisation_id: '330402007',
  organisation_name: '建设街道',
  note: null,
  valid_from: '2026-01-01',
  valid_until: null,
  geometry: null,
}

function row(more: Partial<PlanRow['body']> = {}, id = 'a'): PlanRow {
  const body: PlanRow['body'] = {
    team_id: 'team',
    team_name: '南湖三组',
    type: 'evening',
    weekdays: [5],
    from: '18:30',
    to: '20:00',
    valid_from: '2026-11-01',
    valid_until: null,
    tolerance_minutes: 60,
    exceptions: [],
    area: AREA,
    ...more,
  }
  return { id, revision: 1, body }
}

const walk = (since: number, more: Partial<Walk> = {}): Walk => {
  return {
    id: 'w',
    type: 'evening',
    team: 'team',
    organisation: null,
    since,
    ended: false,
    ...more,
  }
}

const states = (rows: PlanRow[], walks: Walk[], now: number, days = [FRIDAY]) =>
  plannedRounds(rows, days, walks, now).map((round) => round.state)

it('counts weekdays from Monday', () => {
  expect(['2026-11-16', FRIDAY, '2026-11-22'].map(weekdayOf)).toEqual([1, 5, 7])
})

describe('the days of a roster', () => {
  const days = (body: Partial<PlanRow['body']>) =>
    plannedRounds([row(body)], [FRIDAY, SATURDAY], [], 0).map((round) => round.day)
  it.each([
    ['its weekday', {}, [FRIDAY]],
    ['not before it holds', { valid_from: SATURDAY }, []],
    ['not on the day it ends', { valid_until: FRIDAY }, []],
    ['not where the area has ended', { area: { ...AREA, valid_until: FRIDAY } }, []],
    [
      'an added day',
      { exceptions: [{ day: SATURDAY, what: 'extra' as const }] },
      [FRIDAY, SATURDAY],
    ],
  ])('%s', (_name, body, expected) => {
    expect(days(body)).toEqual(expected)
  })
})

describe('how a round stands', () => {
  it.each([
    ['open before it', [], at('12:00'), 'open'],
    ['open until its end', [], at('19:59'), 'open'],
    ['without a patrol after it', [], at('20:00'), 'not_recorded'],
    ['begun', [walk(at('18:35'))], at('19:00'), 'running'],
    ['an hour early', [walk(at('17:30'))], at('19:00'), 'running'],
    ['earlier than that', [walk(at('17:29'))], at('19:00'), 'open'],
    ['too late', [walk(at('21:00'))], at('21:10'), 'not_recorded'],
    ['ended', [walk(at('18:35'), { ended: true })], at('19:00'), 'done'],
    ['never ended', [walk(at('18:35'))], at('08:00', SATURDAY), 'done'],
    ['another kind', [walk(at('18:35'), { type: 'daily' })], at('19:00'), 'open'],
    ['another team', [walk(at('18:35'), { team: 'other' })], at('19:00'), 'open'],
  ])('%s', (_name, walks, now, expected) => {
    expect(states([row()], walks, now)).toEqual([expected])
  })

  it('called off, whatever was walked', () => {
    const off = row({ exceptions: [{ day: FRIDAY, what: 'off', reason: '暴雨' }] })
    const [round] = plannedRounds([off], [FRIDAY], [walk(at('18:35'))], at('19:00'))
    expect([round!.state, round!.reason, round!.walks]).toEqual(['called_off', '暴雨', []])
  })
})

it('belongs to the day it begins, though it ends on the next', () => {
  const night = row({ from: '23:00', to: '01:00' })
  const now = at('00:30', SATURDAY)
  const days = [FRIDAY, SATURDAY]
  expect(states([night], [], now, days)).toEqual(['open'])
  expect(states([night], [walk(at('00:20', SATURDAY))], now, days)).toEqual(['running'])
})

it('takes a patrol for one round, that of its street', () => {
  const other = row({ area: { ...AREA, name: '别处', organisation_id: '330402008' } }, 'b')
  const found = (organisation: string | null) =>
    states([row(), other], [walk(at('18:30'), { organisation })], at('19:00'))
  expect(found('330402008')).toEqual(['open', 'running'])
  expect(found('330402007')).toEqual(['running', 'open'])
  expect(found(null).sort()).toEqual(['open', 'running'])
})

it('says which is due, and when', () => {
  const morning = row({ type: 'morning', from: '06:30', to: '08:00' }, 'm')
  const rounds = plannedRounds([row(), morning], [FRIDAY], [], at('18:02'))
  expect(rounds.map((round) => round.plan.type)).toEqual(['morning', 'evening'])
  expect(dueRound(rounds)?.plan.type).toBe('evening')
  expect([minutesUntil(rounds[1]!, at('18:02')), minutesUntil(rounds[1]!, at('19:00'))]).toEqual([
    28, 0,
  ])
  expect(toDoFirst(rounds).map((round) => round.state)).toEqual(['open', 'not_recorded'])
  expect(dueRound([])).toBeUndefined()
})
