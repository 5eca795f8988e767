// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { dayBefore, dayOf, exactTime, fullTime, shortTime, span } from './days'

const NOW = Date.parse('2026-11-21T16:30:00Z') // 00:30 of the 22nd in Shanghai

describe('days of Asia/Shanghai', () => {
  it('begin at midnight there, not here', () => {
    expect(dayOf(NOW)).toBe('2026-11-22')
    expect(dayOf('2026-11-21T15:59:59Z')).toBe('2026-11-21')
  })

  it('cross months', () => {
    expect(dayBefore('2026-03-01', 1)).toBe('2026-02-28')
  })

  it('show the year only when it is another one', () => {
    expect(shortTime('2026-11-21T10:56:07Z', NOW)).toBe('11-21 18:56')
    expect(shortTime('2025-11-21T10:56:07Z', NOW)).toBe('2025-11-21 18:56')
    expect(exactTime('2026-11-21T18:56:07+08:00', NOW)).toBe('11-21 18:56:07')
    expect(fullTime('2026-11-21T18:56:07+08:00')).toBe('2026-11-21 18:56:07')
  })

  it('are the last seven without an answer, up to today', () => {
    expect(span({ from: null, to: null }, 7, NOW)).toEqual({ from: '2026-11-16', to: '2026-11-22' })
    expect(span({ from: null, to: '2026-11-10' }, 7, NOW)).toEqual({
      from: '2026-11-04',
      to: '2026-11-10',
    })
    expect(span({ from: '2026-12-01', to: null }, 7, NOW)).toEqual({
      from: '2026-12-01',
      to: '2026-12-01',
    })
  })
})
