/** What supervisors tell phones of a record that they returned. */
export interface ReviewBody {
  record_id: string
  record_kind: string
  state: 'open' | 'accepted' | 'returned' | 'merged'
  codes: string[]
  text: string | null
  round: number
  record_revision: number
  decided_at: string | null
  by: string | null
}

export interface RecheckBody {
  record_id: string
  record_kind: string
  /** The type of the incident, or `stray`; older ones have none. */
  mark?: string | null
  team_id: string
  state: 'open' | 'done' | 'cancelled'
  lon: number | null
  lat: number | null
  place: string | null
  text: string
  due_on: string
  made_by: string
  result: 'nothing_found' | 'found' | 'recorded' | null
  note: string | null
  ended_by: string | null
}

export interface Recheck extends RecheckBody {
  id: string
}

export interface RecheckResult {
  /** The record that is looked at again though nobody had asked for it. */
  about?: string
  result?: 'nothing_found' | 'found'
  note?: string
}

/** Where a record stands after it was returned: it waits for its author, or for the supervisor again. */
export type Standing = 'returned' | 'mended'

/** What a page of a re-check shows: one that was asked for, or a look of one's own. */
export type Asked = Pick<
  Recheck,
  'record_id' | 'record_kind' | 'state' | 'lon' | 'lat' | 'place' | 'result' | 'ended_by'
> &
  Partial<Pick<Recheck, 'text' | 'due_on' | 'made_by'>>

export type Why = 'morning' | 'recheck' | 'returned'

/** A point of the evening's walk. */
export interface EveningPoint {
  why: Why[]
  record_kind: string
  record_id: string
  lon: number | null
  lat: number | null
  place: string | null
  type?: string
  captured_at?: string
  recheck_id?: string
  text?: string
  due_on?: string
  leg_m?: number
}
