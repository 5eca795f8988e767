/** Days and times as the city counts them: Asia/Shanghai, which knows no summer time. Pure. */

const DAY_MS = 86_400_000
const OFFSET_MS = 8 * 3_600_000

/** Day of an instant, `2026-11-21`. */
export function dayOf(instant: number | string | Date): string {
  return new Date(new Date(instant).getTime() + OFFSET_MS).toISOString().slice(0, 10)
}

export function dayBefore(day: string, days: number): string {
  return new Date(Date.parse(day) - days * DAY_MS).toISOString().slice(0, 10)
}

/** `11-21 18:56`, with the year when it is another one. */
export function shortTime(instant: string, now: number = Date.now()): string {
  const local = new Date(Date.parse(instant) + OFFSET_MS).toISOString()
  const year = dayOf(now).slice(0, 5)
  const text = local.slice(0, 16).replace('T', ' ')
  return text.startsWith(year) ? text.slice(5) : text
}

/** `11-21 18:56:07`, with the year when it is another one. */
export function exactTime(instant: string, now: number = Date.now()): string {
  const text = fullTime(instant)
  return text.startsWith(dayOf(now).slice(0, 5)) ? text.slice(5) : text
}

/** `2026-11-21 18:56:07` */
export function fullTime(instant: string): string {
  return new Date(Date.parse(instant) + OFFSET_MS).toISOString().slice(0, 19).replace('T', ' ')
}

/** The days asked for; without an answer, the last `shown` days up to today. */
export function span(
  filters: { from: string | null; to: string | null },
  shown: number,
  now: number = Date.now(),
): { from: string; to: string } {
  const today = dayOf(now)
  const to = filters.to ?? (filters.from && filters.from > today ? filters.from : today)
  return { from: filters.from ?? dayBefore(to, shown - 1), to }
}
