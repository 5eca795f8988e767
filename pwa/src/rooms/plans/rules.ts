/** What rosters come to on a day, and which patrols were walked for it, as the server derives it. Pure. */
import type { PlannedRound, PlanRow, RoundState } from './types'

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000
/** So long after its window a patrol that nobody ended is no longer taken for one that goes on. */
const UNCLOSED_MS = 12 * 60 * MINUTE_MS

/** A patrol that this phone knows of: one's own or a colleague's. */
export interface Walk {
  id: string
  type: string
  team: string | null
  organisation: string | null
  since: number
  ended: boolean
}

export interface WalkedRound extends PlannedRound {
  walks: Walk[]
}

/** Monday is 1. */
export function weekdayOf(day: string): number {
  return new Date(Date.parse(day)).getUTCDay() || 7
}

/** An instant of Asia/Shanghai. */
const instant = (day: string, clock: string) => Date.parse(`${day}T${clock}:00+08:00`)

const holds = (days: { valid_from: string; valid_until: string | null }, day: string) =>
  days.valid_from <= day && (days.valid_until === null || days.valid_until > day)

function roundOn({ id, body }: PlanRow, day: string): WalkedRound | null {
  if (!holds(body, day) || !holds(body.area, day)) return null
  const exception = body.exceptions.find((one) => one.day === day)
  if (!body.weekdays.includes(weekdayOf(day)) && exception?.what !== 'extra') return null
  const since = instant(day, body.from)
  const until = instant(day, body.to) + (body.to > body.from ? 0 : DAY_MS)
  const state = exception?.what === 'off' ? 'called_off' : 'open'
  const reason = exception?.reason ?? null
  return { key: `${id} ${day}`, day, since, until, plan: body, state, reason, walks: [] }
}

export function takes({ since, until, plan }: PlannedRound, began: number): boolean {
  const tolerance = plan.tolerance_minutes * MINUTE_MS
  return since - tolerance <= began && began < until + tolerance
}

function stateOf(round: WalkedRound, now: number): RoundState {
  if (round.state === 'called_off') return 'called_off'
  if (!round.walks.length) return now < round.until ? 'open' : 'not_recorded'
  const running = round.walks.every((walk) => !walk.ended) && now < round.until + UNCLOSED_MS
  return running ? 'running' : 'done'
}

/** The round that a patrol was most likely walked for: in its street, not walked yet, begun next to it. */
function likeliest(rounds: readonly WalkedRound[], walk: Walk): WalkedRound | undefined {
  const rank = (round: WalkedRound) => [
    Number(round.plan.area.organisation_id !== walk.organisation),
    Number(round.walks.length > 0),
    Math.abs(walk.since - round.since),
  ]
  const before = (a: number[], b: number[]) => a.map((one, at) => one - b[at]!).find(Boolean) ?? 0
  return [...rounds].sort((a, b) => before(rank(a), rank(b)))[0]
}

/** The rounds of some days with their state, by time. A patrol counts for one round at most. */
export function plannedRounds(
  rows: readonly PlanRow[],
  days: readonly string[],
  walks: readonly Walk[],
  now: number,
): WalkedRound[] {
  const found = days
    .flatMap((day) => rows.map((row) => roundOn(row, day)))
    .filter((round) => round !== null)
    .sort((a, b) => a.since - b.since || a.until - b.until || a.key.localeCompare(b.key))
  for (const walk of [...walks].sort((a, b) => a.since - b.since)) {
    const fitting = found.filter(
      (round) =>
        round.state !== 'called_off' &&
        round.plan.team_id === walk.team &&
        round.plan.type === walk.type &&
        takes(round, walk.since),
    )
    likeliest(fitting, walk)?.walks.push(walk)
  }
  for (const round of found) round.state = stateOf(round, now)
  return found
}

/** What goes on, then what is open, then the rest; each by time. */
export function toDoFirst<R extends PlannedRound>(rounds: readonly R[]): R[] {
  const rank = ({ state }: R) => (state === 'running' ? 0 : state === 'open' ? 1 : 2)
  return [...rounds].sort((a, b) => rank(a) - rank(b))
}

/** The one to begin now: the first of today that nobody walked and whose window is not over. */
export function dueRound<R extends PlannedRound>(rounds: readonly R[]): R | undefined {
  return rounds.find((round) => round.state === 'open')
}

/** Minutes until it begins; 0 when it has. */
export function minutesUntil({ since }: PlannedRound, now: number): number {
  return Math.max(0, Math.ceil((since - now) / MINUTE_MS))
}
