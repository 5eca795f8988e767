import type { Polygon } from 'geojson'
import type { PatrolType } from '@/rooms/patrols/types'

/** A day on which a roster is called off, or walked beside its weekdays. */
export interface RosterException {
  day: string
  what: 'off' | 'extra'
  reason?: string | null
}

export interface PlanArea {
  name: string
  organisation_id: string
  organisation_name: string
  note: string | null
  valid_from: string
  valid_until: string | null
  geometry: Polygon | null
}

/** A roster as the feed brings it to the phones of its team. */
export interface PlanRow {
  id: string
  revision: number
  body: {
    team_id: string
    team_name: string
    type: PatrolType
    /** ISO numbers, Monday is 1. */
    weekdays: number[]
    from: string
    to: string
    valid_from: string
    valid_until: string | null
    tolerance_minutes: number
    exceptions: RosterException[]
    area: PlanArea
    [more: string]: unknown
  }
}

export type RoundState = 'open' | 'running' | 'done' | 'not_recorded' | 'called_off'

/** A roster on a day. */
export interface PlannedRound {
  /** Roster and day. */
  key: string
  day: string
  since: number
  until: number
  plan: PlanRow['body']
  state: RoundState
  reason: string | null
}
