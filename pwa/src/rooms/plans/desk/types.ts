import type { Polygon } from 'geojson'
import type { PatrolType } from '@/rooms/patrols/types'
import type { RosterException, RoundState } from '../types'

interface Named {
  id: string
  name: string
}

interface Written {
  id: string
  revision: number
  valid_from: string
  valid_until: string | null
  updated: { at: string; by: string }
}

export interface Area extends Written {
  name: string
  organisation_id: string
  organisation_name: string
  note: string | null
  geometry: Polygon | null
}

export interface Roster extends Written {
  team: Named
  area: Named & { organisation: Named }
  type: PatrolType
  weekdays: number[]
  from: string
  to: string
  exceptions: RosterException[]
}

export interface Round {
  roster_id: string
  day: string
  from: string
  to: string
  type: PatrolType
  team: Named
  area: Named & { organisation: Named }
  state: RoundState
  reason: string | null
  patrols: { id: string; trace: 'records' | 'track' | null }[]
}

/** What can be written of an area or a roster. */
export interface Fields {
  name?: string
  organisation_id?: string
  geometry?: Polygon | null
  note?: string | null
  team_id?: string
  area_id?: string
  type?: PatrolType
  weekdays?: number[]
  from?: string
  to?: string
  valid_from?: string
  valid_until?: string | null
  exceptions?: RosterException[]
}

export type PlanKind = 'areas' | 'rosters'

/** What is typed and the server has not taken. */
export interface Edit {
  kind: PlanKind
  /** Of what it is based on; 0 for what is new. */
  revision: number
  fields: Fields
  /** A roster changes from this day on; the days before stay as they were planned. */
  fromDay?: string
  organisation?: string
  waits: boolean
  /** Who has changed it meanwhile. */
  clash: string | null
  problem: unknown
}
