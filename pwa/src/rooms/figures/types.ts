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
