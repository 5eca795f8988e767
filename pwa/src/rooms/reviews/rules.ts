/** What a return means for a record here, which re-checks are open, and what the morning left for the evening. Pure. */
import { distanceM, type LonLat } from '@/geo/positions'
import { walkingOrder } from '@/geo/routes'
import type { RecordRow } from '@/local/rows'
import { dayOf } from '@/ui/days'
import { familyOf } from '@/ui/kinds'
import type { Asked, EveningPoint, Recheck, ReviewBody, Standing } from './types'

/** What waits to be sent, or was sent after the return, has mended it. */
export function standingOf(review: ReviewBody, row: RecordRow | undefined): Standing | null {
  if (!row || row.body.withdrawn) return null
  if (review.state === 'open') return review.round > 1 ? 'mended' : null
  if (review.state !== 'returned') return null
  const waits = row.state === 'queued' || row.state === 'sending' || row.state === 'held'
  return waits || row.revision > review.record_revision ? 'mended' : 'returned'
}

/** What somebody here has answered, by a result or by a record that names it: re-checks, and records looked at again without
 * one. */
export function answeredBy(rows: readonly RecordRow[]): Map<string, RecordRow> {
  const found = new Map<string, RecordRow>()
  for (const row of rows) {
    if (row.body.withdrawn || !row.body.data) continue
    const named = row.kind === 'recheck' ? row.id : row.body.data.recheck_id
    for (const one of [named, row.body.data.about]) if (typeof one === 'string') found.set(one, row)
  }
  return found
}

const at = ({ lon, lat }: { lon: number | null; lat: number | null }): LonLat | null =>
  lon === null || lat === null ? null : { lon, lat }

export function awayM(from: LonLat | null, point: { lon: number | null; lat: number | null }) {
  const there = at(point)
  return from && there ? Math.round(distanceM(from, there)) : null
}

/** 80 m, 1.2 km */
export function distanceText(metres: number): string {
  return metres < 1000 ? `${Math.round(metres / 10) * 10} m` : `${(metres / 1000).toFixed(1)} km`
}

export const openOnes = (all: readonly Recheck[]) =>
  all
    .filter(({ state }) => state === 'open')
    .sort((a, b) => a.due_on.localeCompare(b.due_on) || a.id.localeCompare(b.id))

const SEEN_AGAIN = ['walk', 'place']
const ACTIONS = ['persuaded', 'ordered_to_correct']
const NOON = 12
/** When the evening's list takes its place on the home. */
export const EVENING_FROM = 15

/** Hour of Shanghai. */
export const hourOf = (instant: string | number) => (new Date(instant).getUTCHours() + 8) % 24

/** An incident of the day before noon that is seen again where it was. */
export function leftByMorning(row: RecordRow, done: ReadonlySet<string>, day: string): boolean {
  const { data, withdrawn, capturedAt } = row.body
  if (row.kind !== 'incident' || !data || withdrawn || dayOf(capturedAt) !== day) return false
  if (row.body.meta?.merged) return false
  if (done.has(row.id) || !SEEN_AGAIN.includes(familyOf(String(data.type)))) return false
  return ACTIONS.includes(String(data.action)) && hourOf(capturedAt) < NOON
}

/** A record that is looked at again though nobody had asked for it. */
export function lookAt(row: RecordRow): Asked {
  const { record_kind, record_id, lon, lat, place } = pointOf('morning', row)
  return { record_kind, record_id, lon, lat, place, state: 'open', result: null, ended_by: null }
}

function pointOf(why: EveningPoint['why'][number], row: RecordRow): EveningPoint {
  const data = row.body.data ?? {}
  const position = data.position as LonLat | null | undefined
  return {
    why: [why],
    record_kind: row.kind,
    record_id: row.id,
    lon: position?.lon ?? null,
    lat: position?.lat ?? null,
    place: (data.place as string) ?? null,
    type: row.kind === 'capture' ? 'stray' : String(data.type ?? 'other'),
    captured_at: row.body.capturedAt,
  }
}

const pointOfRecheck = (one: Recheck): EveningPoint => ({
  why: ['recheck'],
  record_kind: one.record_kind,
  record_id: one.record_id,
  lon: one.lon,
  lat: one.lat,
  place: one.place,
  type: one.mark ?? undefined,
  recheck_id: one.id,
  text: one.text,
  due_on: one.due_on,
})

export interface Held {
  rechecks: readonly Recheck[]
  reviews: readonly ReviewBody[]
  /** Records of the day and those that were returned. */
  rows: readonly RecordRow[]
}

/** By the rule of docs/reviews.md, from nothing but what the phone holds. */
export function eveningPoints({ rechecks, reviews, rows }: Held, day: string): EveningPoint[] {
  const byId = new Map(rows.map((row) => [row.id, row]))
  const done = new Set(rechecks.filter(({ state }) => state === 'done').map((one) => one.record_id))
  const returned = reviews
    .filter(({ state }) => state === 'returned')
    .flatMap(({ record_id }) => byId.get(record_id) ?? [])
    .filter((row) => !row.body.withdrawn)
  const found = [
    ...openOnes(rechecks).map(pointOfRecheck),
    ...returned.map((row) => pointOf('returned', row)),
    ...rows.filter((row) => leftByMorning(row, done, day)).map((row) => pointOf('morning', row)),
  ]
  const points = new Map<string, EveningPoint>()
  for (const point of found) {
    const known = points.get(point.record_id)
    if (!known) points.set(point.record_id, point)
    else known.why = [...new Set([...known.why, ...point.why])].sort()
  }
  return [...points.values()]
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** In walking order from `start`, else from the westernmost; those without a place last. */
export function walked(points: readonly EveningPoint[], start: LonLat | null): EveningPoint[] {
  const sorted = [...points].sort((a, b) => compare(a.record_id, b.record_id))
  const placed = sorted.filter((point) => at(point))
  const places = placed.map((point) => at(point)!)
  const west = [...places].sort((a, b) => a.lon - b.lon || a.lat - b.lat)[0]
  let here = start ?? west
  if (!here) return sorted
  const order = walkingOrder(here, places).map((index) => {
    const leg_m = Math.round(distanceM(here!, places[index]!))
    here = places[index]
    return { ...placed[index]!, leg_m }
  })
  return [...order, ...sorted.filter((point) => !at(point))]
}

const SAME_SPOT_M = 60

/** What was recorded here later on the same spot, of the same family: it was looked at again. */
export function seenAgain(point: EveningPoint, rows: readonly RecordRow[]): RecordRow | undefined {
  const there = at(point)
  if (!there || !point.type || !point.captured_at) return undefined
  return rows.find((row) => {
    const { data, withdrawn, capturedAt } = row.body
    const position = data?.position as LonLat | null | undefined
    return (
      row.id !== point.record_id &&
      row.kind === point.record_kind &&
      !withdrawn &&
      hourOf(capturedAt) >= EVENING_FROM &&
      Date.parse(capturedAt) > Date.parse(point.captured_at!) &&
      familyOf(String(data?.type)) === familyOf(point.type!) &&
      position != null &&
      distanceM(there, position) <= SAME_SPOT_M
    )
  })
}
