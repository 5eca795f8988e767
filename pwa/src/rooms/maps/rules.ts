/** From the lists of the interface to what map, list and counts show. Pure. */
import { familyOf, type Family, kindOf, markOf } from '@/ui/kinds'
import type { MapRecord } from '@/map/types'
import { ACTIONS, type Filters } from './filters'
import { CERTAINTIES } from '@/ui/facts'
import type { Action, MapItem, RecordFeature } from './types'

export function itemOf(feature: RecordFeature): MapItem {
  const properties = feature.properties
  const [lon, lat] = feature.geometry?.coordinates ?? []
  return {
    ...properties,
    key: `${properties.kind}:${properties.id}`,
    mark: markOf(properties),
    at: lon === undefined || lat === undefined ? null : { lon, lat },
  }
}

/** What was done, as the filter counts it: whoever recorded a persuasion persuaded; a capture is no action on a keeper. */
export function actionOf(item: MapItem): Action | null {
  return item.kind === 'persuasion' ? 'persuaded' : (item.action ?? null)
}

/** With everything ticked nothing is hidden, not even what carries no answer. */
function passes<T>(value: T | null, some: readonly T[], all: readonly T[]): boolean {
  return some.length === all.length || (value !== null && some.includes(value))
}

function hasType(item: MapItem, filters: Filters): boolean {
  const { code } = kindOf(item.mark)
  return code === 'other' || filters.types.includes(code)
}

function hasWords(item: MapItem, words: string): boolean {
  const wanted = words.trim().toLowerCase()
  if (!wanted) return true
  const said = [item.place, item.organisation?.name, item.zone?.name, item.id]
  return said.some((text) => text?.toLowerCase().includes(wanted))
}

const TESTS = {
  types: hasType,
  actions: (item: MapItem, filters: Filters) => passes(actionOf(item), filters.actions, ACTIONS),
  certainties: (item: MapItem, filters: Filters) =>
    passes(item.zone_certainty, filters.certainties as string[], CERTAINTIES as string[]),
  zone: (item: MapItem, filters: Filters) => !filters.zone || item.zone?.id === filters.zone,
  words: (item: MapItem, filters: Filters) => hasWords(item, filters.words),
}

type Test = keyof typeof TESTS

/** `except` leaves one filter out, so that its own counts say what ticking would bring. */
export function shown(items: readonly MapItem[], filters: Filters, except?: Test): MapItem[] {
  const tests = (Object.keys(TESTS) as Test[]).filter((name) => name !== except)
  return items.filter((item) => tests.every((name) => TESTS[name](item, filters)))
}

export function newestFirst(items: readonly MapItem[]): MapItem[] {
  return [...items].sort((a, b) => Date.parse(b.captured_at) - Date.parse(a.captured_at))
}

function tally<T>(items: readonly MapItem[], by: (item: MapItem) => T): Map<T, number> {
  const counts = new Map<T, number>()
  for (const item of items) counts.set(by(item), (counts.get(by(item)) ?? 0) + 1)
  return counts
}

export interface Counts {
  types: Map<string, number>
  families: Map<Family, number>
  actions: Map<Action | null, number>
  certainties: Map<string | null, number>
}

export function countsOf(items: readonly MapItem[], filters: Filters): Counts {
  const byType = shown(items, filters, 'types')
  return {
    types: tally(byType, (item) => kindOf(item.mark).code),
    families: tally(byType, (item) => familyOf(item.mark)),
    actions: tally(shown(items, filters, 'actions'), actionOf),
    certainties: tally(shown(items, filters, 'certainties'), (item) => item.zone_certainty),
  }
}

export function mapRecords(items: readonly MapItem[]): MapRecord[] {
  return items.flatMap(({ key, mark, at }) => (at ? [{ id: key, mark, ...at }] : []))
}

/** The record before or after one in the list, as shown. */
export function neighbour(items: readonly MapItem[], key: string, step: 1 | -1): string | null {
  const index = items.findIndex((item) => item.key === key)
  return index < 0 ? null : (items[index + step]?.key ?? null)
}

/** `9f2c 41d8 … e07a` */
export function shortFingerprint(sha256: string): string {
  return `${sha256.slice(0, 4)} ${sha256.slice(4, 8)} … ${sha256.slice(-4)}`
}
