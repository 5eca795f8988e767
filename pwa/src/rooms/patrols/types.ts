export const PATROL_TYPES = ['morning', 'evening', 'peak', 'daily'] as const
export type PatrolType = (typeof PATROL_TYPES)[number]

export interface PatrolData {
  type: PatrolType
  team_id?: string
  organisation_id?: string
  started_at: string
  ended_at?: string
  note?: string
}

export interface TrackPoint {
  lon: number
  lat: number
  accuracy_m: number
  at: string
}
