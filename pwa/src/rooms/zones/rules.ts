import type { MultiPolygon } from 'geojson'
import { startMs, ZoneTimeline, type ZoneVersion } from '@/geo/timeline'
import type { Areas } from './areas'

/** A zone version as the feed brings it. */
export interface ZoneRow {
  id: string
  revision: number
  body: {
    zone_id: string
    name: string
    valid_from: string
    valid_until: string | null
    geometry: MultiPolygon
    [more: string]: unknown
  }
}

export interface Judged {
  certainty: 'inside' | 'outside' | 'uncertain' | 'unknown'
  name: string | null
}

const UNKNOWN: Judged = { certainty: 'unknown', name: null }

function versionOf(row: ZoneRow): ZoneVersion {
  const { geometry, valid_from, valid_until } = row.body
  return {
    id: row.id,
    geometry,
    validFromMs: startMs(valid_from),
    validUntilMs: valid_until ? startMs(valid_until) : null,
  }
}

const timelines = new WeakMap<readonly ZoneRow[], ZoneTimeline>()

function timelineOf(rows: readonly ZoneRow[]): ZoneTimeline {
  const known = timelines.get(rows) ?? new ZoneTimeline(rows.map(versionOf))
  timelines.set(rows, known)
  return known
}

/** Zone of a position at a time, as the server will decide it too. Unknown while the phone has no zones or no position. */
export function judge(
  rows: readonly ZoneRow[],
  place: { lon: number; lat: number; accuracy_m: number } | null | undefined,
  at: string,
): Judged {
  if (!place || !rows.length) return UNKNOWN
  try {
    const found = timelineOf(rows).classify(place.lon, place.lat, place.accuracy_m, Date.parse(at))
    return {
      certainty: found.certainty,
      name: rows.find((row) => row.id === found.zoneId)?.body.name ?? null,
    }
  } catch {
    return UNKNOWN
  }
}

export function areasInForce(rows: readonly ZoneRow[], now: Date): Areas {
  const open = rows
    .map((row) => ({ row, version: versionOf(row) }))
    .filter(({ version }) => {
      const over = version.validUntilMs !== null && version.validUntilMs <= now.getTime()
      return version.validFromMs <= now.getTime() && !over
    })
  return {
    type: 'FeatureCollection',
    features: open.map(({ row }) => ({
      type: 'Feature',
      geometry: row.body.geometry,
      properties: { id: row.body.zone_id, name: row.body.name },
    })),
  }
}
