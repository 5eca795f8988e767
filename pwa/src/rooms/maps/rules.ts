/** From what the server tells to what list and filters show. Pure. */
import { type Family, familyOf, KIND_CODES, kindOf, markOf } from '@/ui/kinds'
import type { MapItem, RecordFeature } from './types'

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

const capturedAt = (item: MapItem) => Date.parse(item.captured_at)

/** A first page read again, in the place of what was read before of the same time; older ones stay behind it. */
export function withNewer(items: readonly MapItem[], first: readonly MapItem[]): MapItem[] {
  const last = first.at(-1)
  if (!last) return [...items]
  const keys = new Set(first.map(({ key }) => key))
  const older = items.filter((item) => !keys.has(item.key) && capturedAt(item) <= capturedAt(last))
  return [...first, ...older]
}

export interface Counts {
  types: Map<string, number>
  families: Map<Family, number>
  actions: Map<string, number>
  certainties: Map<string, number>
}

/** The server's counts for the rows of the filters: kinds this client does not know count as other. */
export function countsOf(counted: {
  type: Record<string, number>
  action: Record<string, number>
  certainty: Record<string, number>
}): Counts {
  const types = new Map<string, number>(KIND_CODES.map((code) => [code, 0]))
  const families = new Map<Family, number>()
  for (const [type, number] of Object.entries(counted.type)) {
    const { code } = kindOf(type)
    types.set(code, (types.get(code) ?? 0) + number)
    families.set(familyOf(type), (families.get(familyOf(type)) ?? 0) + number)
  }
  return {
    types,
    families,
    actions: new Map(Object.entries(counted.action)),
    certainties: new Map(Object.entries(counted.certainty)),
  }
}

/** The record before or after one in the list, as far as it was read. */
export function neighbour(items: readonly MapItem[], key: string, step: 1 | -1): string | null {
  const index = items.findIndex((item) => item.key === key)
  return index < 0 ? null : (items[index + step]?.key ?? null)
}

/** `9f2c 41d8 … e07a` */
export function shortFingerprint(sha256: string): string {
  return `${sha256.slice(0, 4)} ${sha256.slice(4, 8)} … ${sha256.slice(-4)}`
}
