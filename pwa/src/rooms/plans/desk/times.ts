/** What is worth a question before a round is planned so: odd hours, another one at the same time, a time that is over.
 * Never a refusal. Pure. */
import type { PatrolType } from '@/rooms/patrols/types'
import { dayBefore, dayOf } from '@/ui/days'
import { weekdayOf } from '../rules'
import type { ShownPlan } from './rules'
import type { Area, Fields, Roster } from './types'

const DAY_MIN = 24 * 60
const WEEK_MIN = 7 * DAY_MIN
/** A round that is longer is more often a slip of the hand than a round. */
const LONG_MIN = 12 * 60
/** From and until when a round of the kind usually begins; past midnight it still belongs to the evening. */
const USUAL: Partial<Record<PatrolType, [string, string]>> = {
  morning: ['04:00', '12:00'],
  evening: ['12:00', '04:00'],
}

export type Doubt =
  | { code: 'odd'; type: PatrolType; from: string }
  | { code: 'long'; minutes: number }
  | { code: 'overlap'; type: PatrolType; from: string; to: string; area: string }
  | { code: 'over'; day: string; to: string }

function within(clock: string, [from, until]: [string, string]): boolean {
  return from < until ? clock >= from && clock < until : clock >= from || clock < until
}

export function isOddStart({ type, from }: Fields): boolean {
  const usual = type && USUAL[type]
  return Boolean(usual && from && !within(from, usual))
}

const minuteOf = (clock: string) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5))

/** Minutes of a window; one that ends at or before its beginning ends on the next day. */
export function lengthOf(from: string, to: string): number {
  return ((minuteOf(to) - minuteOf(from) + DAY_MIN - 1) % DAY_MIN) + 1
}

type Window = Required<Pick<Fields, 'weekdays' | 'from' | 'to'>>

/** Minutes of the week, of each of its days. */
const spansOf = ({ weekdays, from, to }: Window) =>
  weekdays.map((day) => [(day - 1) * DAY_MIN + minuteOf(from), lengthOf(from, to)] as const)

/** The week goes round: Sunday's night meets Monday's morning. */
function overlap(one: Window, other: Window): boolean {
  const apart = (a: number, b: number) => (b - a + WEEK_MIN) % WEEK_MIN
  return spansOf(one).some(([a, long]) =>
    spansOf(other).some(([b, length]) => apart(a, b) < long || apart(b, a) < length),
  )
}

const lasts = (one: Roster, from: string, until: string | null | undefined) =>
  (!one.valid_until || one.valid_until > from) && (!until || until > one.valid_from)

/** Its first round, when nobody can walk it any more. */
function over(shown: ShownPlan & Window, now: number): Doubt | null {
  const { from, to } = shown
  const today = dayOf(now)
  let day = shown.valid_from ?? today
  for (let at = 0; at < 7 && !shown.weekdays.includes(weekdayOf(day)); at++)
    day = dayBefore(day, -1)
  const ends = dayBefore(day, to > from ? 0 : -1)
  return Date.parse(`${ends}T${to}:00+08:00`) <= now ? { code: 'over', day, to } : null
}

export function doubtsOf(
  shown: ShownPlan,
  others: Iterable<Area | Roster>,
  now: number = Date.now(),
): Doubt[] {
  const { type, from, to, weekdays, team_id } = shown
  const found: Doubt[] = []
  if (type && from && isOddStart(shown)) found.push({ code: 'odd', type, from })
  if (!from || !to || from === to) return found
  const minutes = lengthOf(from, to)
  if (minutes > LONG_MIN) found.push({ code: 'long', minutes })
  if (!weekdays?.length) return found
  const whole = { ...shown, weekdays, from, to }
  const first = shown.fromDay ?? shown.valid_from ?? dayOf(now)
  for (const one of others) {
    if (!('team' in one) || one.id === shown.id || one.team.id !== team_id) continue
    if (!lasts(one, first, shown.valid_until) || !overlap(whole, one)) continue
    found.push({ code: 'overlap', type: one.type, from: one.from, to: one.to, area: one.area.name })
  }
  const past = shown.isNew ? over(whole, now) : null
  return past ? [...found, past] : found
}

const ASKED: readonly (keyof Fields)[] = ['type', 'from', 'to', 'weekdays']

/** Asked once for what is being written; whatever was planned so before stays without a word. */
export function asksFirst(
  shown: ShownPlan,
  typed: Fields,
  doubts: readonly Doubt[],
  answered: string | null,
): boolean {
  const written = shown.isNew || ASKED.some((name) => name in typed)
  return written && doubts.length > 0 && answered !== questionOf(doubts)
}

/** What the answer is about. */
export const questionOf = (doubts: readonly Doubt[]) => JSON.stringify(doubts)
