/** The time slider's arithmetic: steps of hours, days or weeks over the days asked for and some before them. Pure. */
import type { Window } from './wish'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const SHANGHAI_MS = 8 * HOUR_MS
/** Up to so many days a bar is an hour, beyond it a day. */
const HOURLY_DAYS = 10
/** And beyond so many a week, or more of them: no bar is thinner than a hair. */
const DAILY_DAYS = 700
const MOST_WEEKS = 1_400
const MOST_BEFORE = 3

/** Where the bars begin and the days asked for end, how long each is, how many there are, and which of them lie in these
 * days. The last bar may be a week of which only some days are asked for. */
export interface Scale {
  since: number
  until: number
  stepMs: number
  steps: number
  first: number
  last: number
}

const midnight = (day: string) => Date.parse(`${day}T00:00:00+08:00`)

function stepOf(days: number): number {
  if (days <= HOURLY_DAYS) return HOUR_MS
  return days <= DAILY_DAYS ? DAY_MS : Math.ceil(days / 7 / MOST_WEEKS) * 7 * DAY_MS
}

export function scaleOf(days: { from: string; to: string }): Scale {
  const from = midnight(days.from)
  const length = Math.round((midnight(days.to) - from) / DAY_MS) + 1
  const stepMs = stepOf(length)
  const before = Math.min(MOST_BEFORE, length) * Math.max(stepMs, DAY_MS)
  const first = before / stepMs
  const steps = first + Math.ceil((length * DAY_MS) / stepMs)
  const until = from + length * DAY_MS
  return { since: from - before, until, stepMs, steps, first, last: steps }
}

/** Half-open, in steps. */
export type Range = readonly [number, number]

export function rangeOf(scale: Scale, window: Window | null): Range {
  if (!window) return [scale.first, scale.last]
  const step = (instant: string) => Math.round((Date.parse(instant) - scale.since) / scale.stepMs)
  const from = step(window.from)
  const to = Date.parse(window.to) === scale.until ? scale.steps : step(window.to)
  return [clamp(from, 0, scale.steps - 1), clamp(to, 1, scale.steps)]
}

const clamp = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value))

/** Where a step is, not beyond the days asked for. */
export const momentOf = (scale: Scale, step: number) =>
  Math.min(scale.since + step * scale.stepMs, scale.until)

/** The hour of Shanghai as the address writes it. */
function instant(scale: Scale, step: number): string {
  const local = new Date(momentOf(scale, step) + SHANGHAI_MS).toISOString()
  return `${local.slice(0, 13)}:00:00+08:00`
}

/** None when it is all of the days. */
export function windowOf(scale: Scale, [from, to]: Range): Window | null {
  if (from === scale.first && to === scale.last) return null
  return { from: instant(scale, from), to: instant(scale, to) }
}

/** One end moved: it stops a step before the other. */
export function withEnd([from, to]: Range, end: 'from' | 'to', step: number, scale: Scale): Range {
  if (end === 'from') return [clamp(step, 0, to - 1), to]
  return [from, clamp(step, from + 1, scale.steps)]
}

/** Where play goes next: a short range as it is one step on; from the end, or from all days, the beginning. */
export function nextRange(scale: Scale, [from, to]: Range): Range {
  const all = scale.last - scale.first
  const whole = to - from >= all
  const short = scale.stepMs === HOUR_MS ? Math.min(24, all / 4) : 7
  const length = whole ? short : to - from
  const stride = Math.max(1, Math.round(length / 4))
  if (whole || to + stride > scale.steps) return [scale.first, scale.first + length]
  return [from + stride, to + stride]
}

const MOST_MARKS = 8
/** What a date takes, with air on its right. */
const MARK_PX = 52

/** How many dates stand beside each other in so much room. */
export const marksIn = (px: number) => Math.min(MOST_MARKS, Math.max(2, Math.floor(px / MARK_PX)))

/** The days below the bars, at most so many: where each begins, and its date; of years only the months. */
export function dayMarks(
  scale: Scale,
  most = MOST_MARKS,
): { step: number; day: string; label: string }[] {
  const perDay = DAY_MS / scale.stepMs
  const days = Math.round(scale.steps / perDay)
  const [begin, end] = days > DAILY_DAYS ? [0, 7] : [5, 10]
  const every = Math.ceil(days / most)
  return Array.from({ length: days }, (_, at) => at)
    .filter((at) => at % every === 0)
    .map((at) => {
      const local = new Date(scale.since + at * DAY_MS + SHANGHAI_MS)
      const day = local.toISOString().slice(0, 10)
      return { step: at * perDay, day, label: day.slice(begin, end) }
    })
}
