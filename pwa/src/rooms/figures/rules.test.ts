// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { filtersFrom } from '@/rooms/maps/filters'
import {
  countOf,
  askedState,
  daysCompared,
  isUntraced,
  lastDay,
  patrolOnMap,
  persuadedShare,
  recordOnMap,
  recordsOf,
  SHOWN_STATES,
  shownAs,
  stepped,
} from './rules'
import type { AskedRecheck, Board, Measure, PlannedRound, Total } from './types'

describe('days', () => {
  it('step by day, week and month, over the end of a year', () => {
    expect(stepped('2026-12-31', 'day', 1)).toBe('2027-01-01')
    expect(stepped('2026-01-03', 'week', -1)).toBe('2025-12-27')
    expect(stepped('2026-01-31', 'month', 1)).toBe('2026-02-01')
    expect(stepped('2026-01-31', 'month', -1)).toBe('2025-12-01')
  })

  it('end before the day behind them', () => {
    expect(lastDay('2026-12-01')).toBe('2026-11-30')
  })
})

describe('a figure', () => {
  it('opens its records on the map', () => {
    const query = recordsOf('case_proposed', {
      from: '2026-11-16',
      to: '2026-11-23',
      organisation: '330402001',
    })
    expect(filtersFrom(query)).toMatchObject({
      from: '2026-11-16',
      to: '2026-11-22',
      actions: ['case_proposed'],
      organisation: '330402001',
    })
  })

  it('of incidents leaves strays and persuasions out', () => {
    const { types } = filtersFrom(recordsOf('incidents', { from: '2026-11-16', to: '2026-11-17' }))
    expect(types).toContain('bite')
    expect(types).not.toContain('stray')
    expect(types).not.toContain('persuasion')
  })

  it('tells the share of persuasion', () => {
    const of = (persuaded: number, ordered: number, cases: number) => {
      const total = (count: number): Total => ({ count, before: 0, year_before: 0 })
      return {
        persuaded: total(persuaded),
        ordered_to_correct: total(ordered),
        case_proposed: total(cases),
      } as Record<Measure, Total>
    }
    expect(persuadedShare(of(87, 10, 3))).toBe(87)
    expect(persuadedShare(of(0, 0, 0))).toBeNull()
  })
})

describe('patrols and planned rounds', () => {
  it('lead to what was recorded on one patrol, from its first day to its last', () => {
    const night = { id: 'p', started_at: '2026-11-20T15:30:00Z', ended_at: '2026-11-20T16:30:00Z' }
    expect(patrolOnMap(night)).toEqual({
      patrol: 'p',
      from: '2026-11-20',
      to: '2026-11-21',
      walks: 'on',
    })
    const now = Date.parse('2026-11-22T00:00:00Z')
    expect(patrolOnMap({ ...night, ended_at: null }, now).to).toBe('2026-11-22')
  })

  it('count a round that goes on as walked', () => {
    const states = ['done', 'running', 'open', 'not_recorded'] as const
    const shown = states.map((state) => shownAs({ state } as PlannedRound))
    expect(shown).toEqual(['walked', 'walked', 'open', 'not_recorded'])
  })

  it('are told apart where nobody was seen in the area', () => {
    const of = (state: string, ...traces: (string | null)[]) =>
      ({ state, patrols: traces.map((trace) => ({ trace })) }) as unknown as PlannedRound
    const seen = [
      of('done', null),
      of('done', null, 'track'),
      of('running', null),
      of('done'),
      of('open'),
    ]
    expect(seen.map(isUntraced)).toEqual([true, false, false, false, false])
  })

  it('leave none out', () => {
    const rounds = { planned: 14, done: 3, open: 9 }
    expect(SHOWN_STATES.map((state) => countOf(rounds, state))).toEqual([3, 9, 2])
  })
})

describe('re-checks', () => {
  it('are done, wait for their day, or are late', () => {
    const of = (state: string, due_on: string) => ({ recheck: { state, due_on } }) as AskedRecheck
    const states = [of('done', '2026-11-01'), of('open', '2026-11-22'), of('open', '2026-11-21')]
    expect(states.map((one) => askedState(one, '2026-11-22'))).toEqual(['done', 'waiting', 'late'])
  })

  it('lead to their record, on its day in Shanghai', () => {
    expect(recordOnMap({ id: 'r', captured_at: '2026-11-21T23:10:00Z' })).toEqual({
      record: 'r',
      from: '2026-11-22',
      to: '2026-11-22',
    })
  })
})

it('says with which days a board is compared', () => {
  const compared = [
    { from: '2026-11-09', to: '2026-11-12' },
    { from: '2025-11-17', to: '2025-11-18' },
  ]
  expect(daysCompared({ compared } as unknown as Board)).toEqual([
    '2026-11-09 – 2026-11-11',
    '2025-11-17',
  ])
})
