export type Span = 'day' | 'week' | 'month'
export const SPANS: readonly Span[] = ['day', 'week', 'month']

export type Measure =
  'incidents' | 'persuaded' | 'ordered_to_correct' | 'case_proposed' | 'captured' | 'seen'
export const MEASURES: readonly Measure[] = [
  'incidents',
  'persuaded',
  'ordered_to_correct',
  'case_proposed',
  'captured',
  'seen',
]

/** A list behind a number. */
export type List = 'patrols' | 'rounds' | 'points' | 'rechecks'

export interface Total {
  count: number
  before: number
  year_before: number
  running?: number
}

/** Re-checks that supervisors asked for; `late` are open though their day is past. */
export interface Asked {
  asked: number
  done: number
  late: number
}

/** Planned rounds, without those called off. */
export interface Rounds {
  planned: number
  done: number
  open: number
}

export interface Line extends Record<Measure, number> {
  id: string
  name: string
  patrols: number | null
  rounds: Rounds | null
  /** What mornings left open, and how much of it was looked at again. */
  points: number
  looked_at: number
  rechecks: Asked | null
}

interface Stretch {
  from: string
  /** The day behind the last. */
  to: string
}

export interface Board {
  from: string
  /** The day behind the last. */
  to: string
  /** Its last day is not over. */
  running: boolean
  /** The days before and a year before that the totals name. */
  compared: [Stretch, Stretch]
  organisation: { id: string; name: string }
  totals: Record<Measure | 'patrols' | 'points' | 'looked_at', Total>
  rounds: Rounds
  rechecks: Asked
  steps: (Stretch & { families: Record<string, number>; rounds: Rounds })[]
  hours: number[]
  weeks: (Stretch & {
    persuaded: number
    ordered_to_correct: number
    case_proposed: number
  })[]
  places: Line[]
  zones: Line[]
  teams: Line[]
}

interface Named {
  id: string
  name: string
}

/** Whose number it is: the place of the line, or all that the board shows. */
export interface Head {
  from: string
  /** The day behind the last. */
  to: string
  organisation: Named
  place: Named | null
}

export interface WalkedPatrol {
  id: string
  type: string
  started_at: string
  ended_at: string | null
  team: Named | null
  organisation: Named
  author: Named
  /** How many walked with the author. */
  companions: number
  track: boolean
  incidents: number
  persuasions: number
  captures: number
}

export type RoundState = 'open' | 'running' | 'done' | 'not_recorded'

export interface PlannedRound {
  roster_id: string
  day: string
  from: string
  to: string
  type: string
  team: Named
  area: Named & { organisation: Named }
  state: RoundState
  /** Those that one may read. */
  patrols: {
    id: string
    started_at: string
    ended_at: string | null
    trace: 'records' | 'track' | null
  }[]
}

export interface Recheck {
  id: string
  state: 'open' | 'done' | 'cancelled'
  text: string
  due_on: string
  result: 'nothing_found' | 'found' | 'recorded' | null
  note: string | null
  done_record_id: string | null
  ended_at: string | null
  ended_by: string | null
  unasked: boolean
}

/** A record, and where to look at it again. */
interface Spot {
  id: string
  type: string
  captured_at: string
  place: string | null
  organisation: Named
  team: Named | null
}

/** 早巡点, with the newest look at it. */
export interface MorningPoint extends Spot {
  look: Recheck | null
}

/** A re-check that a supervisor asked for; `team` is whom. */
export interface AskedRecheck extends Spot {
  recheck: Recheck
}
