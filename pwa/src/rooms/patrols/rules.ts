import { distanceM } from '@/geo/positions'
import type { PatrolType, TrackPoint } from './types'

/** The kind of round that the hour suggests; on a weekday the school and office hours are the peak. */
export function typeAt(date: Date): PatrolType {
  const hour = date.getHours() + date.getMinutes() / 60
  if (hour >= 5 && hour < 9) return 'morning'
  if (hour >= 16 && hour < 18) return 'peak'
  if (hour >= 18 && hour < 23) return 'evening'
  return 'daily'
}

const MIN_MS = 4_000
const MIN_M = 5
const MAX_ACCURACY_M = 100
/** A standing phone still says now and then that it stands. */
const STILL_MS = 60_000

/** Whether a fix is worth a point of the track: not too rough, not too close to the last one. */
export function worthPoint(last: TrackPoint | undefined, next: TrackPoint): boolean {
  if (next.accuracy_m > MAX_ACCURACY_M) return false
  if (!last) return true
  const passed = Date.parse(next.at) - Date.parse(last.at)
  if (passed < MIN_MS) return false
  return passed >= STILL_MS || distanceM(last, next) >= Math.max(MIN_M, next.accuracy_m / 2)
}
