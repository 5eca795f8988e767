/** What the page asks the server for: filters as a question, for tiles, counts, times and the list alike. Pure. */
import { address, type Query } from '@/http'
import type { LonLat, RecordTiles } from '@/map/types'
import { CERTAINTIES } from '@/ui/facts'
import { span } from '@/ui/days'
import { KIND_CODES } from '@/ui/kinds'
import { ACTIONS, DAYS_SHOWN, type Filters, written } from './filters'

/** A stretch of time within the days, as the time slider sets it: instants. */
export interface Window {
  from: string
  to: string
}

export type Drawn = 'clusters' | 'points' | 'heat'
export const DRAWN: readonly Drawn[] = ['points', 'clusters', 'heat']

export function wishOf(filters: Filters, window: Window | null, now: number = Date.now()): Query {
  return {
    ...(window ?? span(filters, DAYS_SHOWN, now)),
    type: written(filters.types, KIND_CODES),
    action: written(filters.actions, ACTIONS),
    certainty: written(filters.certainties, CERTAINTIES),
    zone: filters.zone,
    team: filters.team,
    organisation: filters.organisation,
    patrol: filters.patrol,
    hours: filters.hours,
    area: filters.area,
  }
}

/** Tiles know no area: a lasso chooses from the list, and the map goes on showing all. */
export function tilesOf(wish: Query, drawn: Drawn, origin: string): RecordTiles {
  const of = (layer: string, more: Query = {}) =>
    origin + address(`/tiles/${layer}/{z}/{x}/{y}.mvt`, { ...wish, area: null, ...more })
  return {
    records: of('records', drawn === 'points' ? { grid: 'fine' } : {}),
    heat: of('heat'),
    mode: drawn === 'heat' ? 'heat' : 'marks',
  }
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}$/

/** `2026-11-18T06~2026-11-18T12`: hours of Asia/Shanghai. */
export function windowFrom(value: unknown): Window | null {
  const [from = '', to = ''] = typeof value === 'string' ? value.split('~') : []
  if (!INSTANT.test(from) || !INSTANT.test(to) || from >= to) return null
  return { from: `${from}:00:00+08:00`, to: `${to}:00:00+08:00` }
}

export function windowText({ from, to }: Window): string {
  return `${from.slice(0, 13)}~${to.slice(0, 13)}`
}

/** A loop as an area; of a long one every nth corner. */
export function areaOf(corners: readonly { lon: number; lat: number }[], most = 120): string {
  const every = Math.ceil(corners.length / most)
  const kept = corners.filter((_, at) => at % every === 0)
  return kept.map(({ lon, lat }) => `${lon.toFixed(6)},${lat.toFixed(6)}`).join(',')
}

/** A box as an area. */
export function areaOfBox([west, south, east, north]: readonly [number, number, number, number]) {
  return areaOf([
    { lon: west, lat: south },
    { lon: east, lat: south },
    { lon: east, lat: north },
    { lon: west, lat: north },
  ])
}

/** The corners again. */
export function cornersOf(area: string | null): LonLat[] {
  const numbers = area?.split(',').map(Number) ?? []
  return Array.from({ length: numbers.length >> 1 }, (_, at) => ({
    lon: numbers[2 * at]!,
    lat: numbers[2 * at + 1]!,
  }))
}
