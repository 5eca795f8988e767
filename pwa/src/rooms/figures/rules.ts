/** Where a figure leads, and how it compares. Pure. */
import { dayBefore, dayOf } from '@/ui/days'
import { codesOf, type Family } from '@/ui/kinds'
import type { AskedRecheck, Board, Measure, PlannedRound, Rounds, Span, Total } from './types'

/** The last day of a half-open stretch. */
export const lastDay = (behind: string): string => dayBefore(behind, 1)

/** The day to ask for, a step further or back. */
export function stepped(day: string, span: Span, by: 1 | -1): string {
  const at = new Date(Date.parse(day))
  if (span === 'month') {
    at.setUTCDate(1)
    at.setUTCMonth(at.getUTCMonth() + by)
  } else at.setUTCDate(at.getUTCDate() + by * (span === 'week' ? 7 : 1))
  return at.toISOString().slice(0, 10)
}

type Query = Record<string, string>

/** Which records a measure counts, in the words of the map's address. */
const RECORDS: Record<Measure, Query> = {
  incidents: { type: incidentTypes() },
  persuaded: { action: 'persuaded' },
  ordered_to_correct: { action: 'ordered_to_correct' },
  case_proposed: { action: 'case_proposed' },
  captured: { type: 'stray', action: 'captured' },
  seen: { type: 'stray', action: 'seen' },
}

function incidentTypes(): string {
  const families: Family[] = ['walk', 'paper', 'tidy', 'danger', 'place']
  return families.flatMap(codesOf).join(',')
}

interface Where {
  from: string
  /** The day behind the last. */
  to: string
  organisation?: string
  zone?: string
  team?: string
}

/** Every figure opens its records. */
export function recordsOf(measure: Measure | null, { from, to, ...where }: Where): Query {
  return { from, to: lastDay(to), ...(measure ? RECORDS[measure] : {}), ...where }
}

export function typesOf(family: string): string {
  return codesOf(family as Family).join(',')
}

/** The share of persuasion in all that was done, in percent; null when nothing was done. */
export function persuadedShare(totals: Record<Measure, Total>): number | null {
  const { persuaded, ordered_to_correct, case_proposed } = totals
  const all = persuaded.count + ordered_to_correct.count + case_proposed.count
  return all ? Math.round((100 * persuaded.count) / all) : null
}

/** The map with what was recorded on a patrol, and its way. */
export function patrolOnMap(
  { id, started_at, ended_at }: { id: string; started_at: string; ended_at: string | null },
  now: number = Date.now(),
): Query {
  return { patrol: id, from: dayOf(started_at), to: dayOf(ended_at ?? now), walks: 'on' }
}

export const SHOWN_STATES = ['walked', 'open', 'not_recorded'] as const
export type Shown = (typeof SHOWN_STATES)[number]

/** Of planned rounds; what neither was walked nor is still to come was not seen. */
export const countOf = ({ planned, done, open }: Rounds, state: Shown): number =>
  ({ walked: done, open, not_recorded: planned - done - open })[state]

/** Walked, and neither record nor track of it lies in the planned area; of a round that goes on it is too early to say. */
export const isUntraced = ({ state, patrols }: PlannedRound) =>
  state === 'done' && patrols.length > 0 && patrols.every(({ trace }) => trace === null)

/** As the board counts: a round that goes on is walked. */
export const shownAs = ({ state }: PlannedRound): Shown =>
  state === 'done' || state === 'running' ? 'walked' : state

/** The map with one record open, among those of its day. */
export function recordOnMap({ id, captured_at }: { id: string; captured_at: string }): Query {
  const day = dayOf(captured_at)
  return { record: id, from: day, to: day }
}

export const LOOK_STATES = ['looked', 'unlooked'] as const
export const ASKED_STATES = ['done', 'waiting', 'late'] as const
export type AskedState = (typeof ASKED_STATES)[number]

export function askedState({ recheck }: AskedRecheck, today: string): AskedState {
  if (recheck.state === 'done') return 'done'
  return recheck.due_on < today ? 'late' : 'waiting'
}

/** "11-09 – 11-11", the days that a total is compared with. */
export function daysCompared({ compared }: Board): string[] {
  return compared.map(({ from, to }) => {
    const last = lastDay(to)
    return last === from ? from : `${from} – ${last}`
  })
}
