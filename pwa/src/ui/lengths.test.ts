import { expect, it } from 'vitest'
import { lengthWords } from './lengths'

const t = (key: string, values?: Record<string, unknown>) =>
  `${key} ${Object.values(values ?? {}).join(',')}`.trim()

it('says minutes up to two hours, then hours with minutes, then days with hours', () => {
  expect(lengthWords(0.2, t)).toBe('desk.length.less')
  expect([119, 120, -213, 47 * 60 + 59, 48 * 60, 76 * 60].map((n) => lengthWords(n, t))).toEqual([
    'desk.length.minutes 119',
    'desk.length.hours 2,0',
    'desk.length.hoursAnd 3,33',
    'desk.length.hoursAnd 47,59',
    'desk.length.days 2,0',
    'desk.length.daysAnd 3,4',
  ])
})
