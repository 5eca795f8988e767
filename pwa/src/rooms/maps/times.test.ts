// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { dayMarks, marksIn, nextRange, rangeOf, scaleOf, windowOf, withEnd } from './times'

const week = scaleOf({ from: '2026-11-15', to: '2026-11-21' })

describe('the scale', () => {
  it('counts hours over a week and three days before it', () => {
    expect(week).toMatchObject({ stepMs: 3_600_000, steps: 240, first: 72, last: 240 })
    expect(new Date(week.since).toISOString()).toBe('2026-11-11T16:00:00.000Z')
  })

  it('counts days over a month', () => {
    expect(scaleOf({ from: '2026-10-23', to: '2026-11-21' })).toMatchObject({
      stepMs: 86_400_000,
      steps: 33,
      first: 3,
    })
  })

  it.each([
    ['2020-01-01', 1],
    ['1980-01-01', 2],
    ['1900-01-01', 5],
  ])('counts weeks over years since %s, never more than the server answers', (from, weeks) => {
    const scale = scaleOf({ from, to: '2026-11-21' })
    expect(scale).toMatchObject({ stepMs: weeks * 7 * 86_400_000, first: 3 })
    expect(scale.since + scale.steps * scale.stepMs).toBeGreaterThan(
      Date.parse('2026-11-21T15:00Z'),
    )
    expect(scale.steps).toBeLessThanOrEqual(2_000)
    const marks = dayMarks(scale)
    expect(marks.length).toBeLessThanOrEqual(8)
    expect(marks.at(-1)!.step).toBeLessThan(scale.steps)
    expect(marks[0]!.label).toMatch(/^\d{4}-\d\d$/)
  })

  it('shows at most eight days and no day twice', () => {
    const marks = dayMarks(scaleOf({ from: '2026-01-01', to: '2026-12-31' }))
    expect(marks.length).toBeLessThanOrEqual(8)
    expect(marks[0]).toEqual({ step: 0, day: '2025-12-29', label: '12-29' })
    expect(dayMarks(week)[0]).toEqual({ step: 0, day: '2026-11-12', label: '11-12' })
  })
})

it.each([
  [0, 2],
  [150, 2],
  [260, 5],
  [2000, 8],
])('writes in %d px %d dates', (px, most) => {
  expect(marksIn(px)).toBe(most)
  expect(dayMarks(week, most).length).toBeLessThanOrEqual(most)
})

describe('weeks of which the last one is not whole', () => {
  const years = scaleOf({ from: '2022-01-01', to: '2024-06-30' })

  it('end with the days asked for', () => {
    const window = windowOf(years, [years.last - 1, years.last])!
    expect(window.to).toBe('2024-07-01T00:00:00+08:00')
    expect(Date.parse(window.from)).toBeLessThan(Date.parse(window.to))
    expect(years.until).toBe(Date.parse(window.to))
  })

  it('come back as they went', () => {
    for (const length of [1, 3])
      expect(rangeOf(years, windowOf(years, [years.last - length, years.last]))).toEqual([
        years.last - length,
        years.last,
      ])
  })
})

describe('a range', () => {
  it('is all of the days without a window, and back', () => {
    expect(rangeOf(week, null)).toEqual([72, 240])
    expect(windowOf(week, [72, 240])).toBeNull()
  })

  it('comes back as it went', () => {
    const window = windowOf(week, [78, 84])!
    expect(window).toEqual({ from: '2026-11-15T06:00:00+08:00', to: '2026-11-15T12:00:00+08:00' })
    expect(rangeOf(week, window)).toEqual([78, 84])
  })

  it('never turns round nor leaves the bars', () => {
    expect(withEnd([78, 84], 'from', 100, week)).toEqual([83, 84])
    expect(withEnd([78, 84], 'to', 0, week)).toEqual([78, 79])
    expect(withEnd([78, 84], 'to', 999, week)).toEqual([78, 240])
    expect(
      rangeOf(week, { from: '2020-01-01T00:00:00+08:00', to: '2030-01-01T00:00:00+08:00' }),
    ).toEqual([0, 240])
  })

  it('plays on from where it is, and from the beginning after the end', () => {
    expect(nextRange(week, [72, 240])).toEqual([72, 96])
    expect(nextRange(week, [72, 96])).toEqual([78, 102])
    expect(nextRange(week, [216, 240])).toEqual([72, 96])
  })

  it('plays one day by quarters', () => {
    const day = scaleOf({ from: '2026-11-21', to: '2026-11-21' })
    expect(rangeOf(day, null)).toEqual([24, 48])
    expect(nextRange(day, [24, 48])).toEqual([24, 30])
    expect(windowOf(day, [24, 30])).not.toBeNull()
    expect(nextRange(day, [24, 30])).toEqual([26, 32])
    expect(nextRange(day, [42, 48])).toEqual([24, 30])
  })
})
