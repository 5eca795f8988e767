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

export interface Total {
  count: number
  before: number
  year_before: number
  running?: number
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
}

export interface Board {
  from: string
  /** The day behind the last. */
  to: string
  organisation: { id: string; name: string }
  totals: Record<Measure | 'patrols', Total>
  rounds: Rounds
  steps: { from: string; to: string; families: Record<string, number>; rounds: Rounds }[]
  hours: number[]
  weeks: {
    from: string
    to: string
    persuaded: number
    ordered_to_correct: number
    case_proposed: number
  }[]
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
