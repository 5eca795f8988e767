/** What the supervisor filters by, and how it stands in the address so that a view can be shared. Pure. */
import { codesOf, FAMILY_ORDER, KIND_CODES, type KindCode } from '@/ui/kinds'
import { CERTAINTIES } from '@/ui/facts'
import type { MapView } from '@/map/types'
import type { Done } from './types'

export const ACTIONS: Done[] = [
  'persuaded',
  'ordered_to_correct',
  'case_proposed',
  'captured',
  'seen',
]
export type ZoneCertainty = (typeof CERTAINTIES)[number]

export interface Filters {
  /** Days of Asia/Shanghai, both included; null = the last seven days, whenever it is opened. */
  from: string | null
  to: string | null
  types: KindCode[]
  actions: Done[]
  certainties: ZoneCertainty[]
  /** Zone id. */
  zone: string | null
  team: string | null
  /** Organisation code. */
  organisation: string | null
  /** Only what was recorded on this one. */
  patrol: string | null
  /** Parts of the day, `18:00-20:00`. */
  hours: string | null
  /** Corners that a hand has drawn, as the server reads them. */
  area: string | null
}

export type AddressQuery = Record<string, string>
type ReadQuery = Record<string, unknown>

export const DAYS_SHOWN = 7
const NONE = 'none'
const HOURS = /^\d\d:\d\d-\d\d:\d\d(,\d\d:\d\d-\d\d:\d\d)*$/
const CORNERS = /^-?\d+(\.\d+)?(,-?\d+(\.\d+)?){5,}$/
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i
const DAY = /^\d{4}-\d{2}-\d{2}$/

export function allFilters(): Filters {
  return {
    from: null,
    to: null,
    types: [...KIND_CODES],
    actions: [...ACTIONS],
    certainties: [...CERTAINTIES],
    zone: null,
    team: null,
    organisation: null,
    patrol: null,
    hours: null,
    area: null,
  }
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}

function shaped(value: unknown, shape: RegExp): string | null {
  const given = text(value)
  return given && shape.test(given) ? given : null
}

function day(value: unknown): string | null {
  const given = text(value)
  return given && DAY.test(given) && !Number.isNaN(Date.parse(given)) ? given : null
}

/** Absent = all; `none` = nothing chosen; words that are not known are passed over. */
function chosen<T extends string>(value: unknown, all: readonly T[]): T[] {
  const given = text(value)
  if (given === null) return [...all]
  if (given === NONE) return []
  const named = given.split(',')
  const known = all.filter((one) => named.includes(one))
  return known.length ? known : [...all]
}

export function written<T extends string>(some: readonly T[], all: readonly T[]): string | null {
  if (some.length === all.length) return null
  return some.length ? all.filter((one) => some.includes(one)).join(',') : NONE
}

export function filtersFrom(query: ReadQuery): Filters {
  const from = day(query.from)
  const to = day(query.to)
  const turned = from && to && from > to
  return {
    from: turned ? to : from,
    to: turned ? from : to,
    types: chosen(query.type, KIND_CODES),
    actions: chosen(query.action, ACTIONS),
    certainties: chosen(query.certainty, CERTAINTIES),
    zone: text(query.zone),
    team: shaped(query.team, UUID),
    organisation: text(query.organisation),
    patrol: shaped(query.patrol, UUID),
    hours: shaped(query.hours, HOURS),
    area: shaped(query.area, CORNERS),
  }
}

export function addressOf(filters: Filters): AddressQuery {
  const entries: Record<string, string | null> = {
    from: filters.from,
    to: filters.to,
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
  return Object.fromEntries(
    Object.entries(entries).filter((entry): entry is [string, string] => entry[1] !== null),
  )
}

const VIEW = /^(-?\d+(?:\.\d+)?),(-?\d+(?:\.\d+)?),(\d+(?:\.\d+)?)$/

/** `at=120.75512,30.74621,13.2` */
export function viewFrom(value: unknown): MapView | null {
  const match = VIEW.exec(text(value) ?? '')
  if (!match) return null
  const [lon, lat, zoom] = match.slice(1).map(Number) as [number, number, number]
  const sane = Math.abs(lon) <= 180 && Math.abs(lat) <= 85 && zoom <= 22
  return sane ? { lon, lat, zoom } : null
}

export function viewText({ lon, lat, zoom }: MapView): string {
  return `${lon.toFixed(5)},${lat.toFixed(5)},${zoom.toFixed(1)}`
}

export function toggled<T>(some: readonly T[], one: T): T[] {
  return some.includes(one) ? some.filter((other) => other !== one) : [...some, one]
}

/** A family is on, off, or partly on. */
export function familyState(family: (typeof FAMILY_ORDER)[number], types: readonly KindCode[]) {
  const codes = codesOf(family)
  const on = codes.filter((code) => types.includes(code)).length
  return on === 0 ? 'off' : on === codes.length ? 'on' : 'partly'
}

/** All of a family off when it was wholly on, else all of it on. */
export function familyToggled(
  family: (typeof FAMILY_ORDER)[number],
  types: readonly KindCode[],
): KindCode[] {
  const codes = codesOf(family)
  const others = types.filter((code) => !codes.includes(code))
  return familyState(family, types) === 'on' ? others : [...others, ...codes]
}
