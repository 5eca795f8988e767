/** What an incident or a persuasion needs before it may go, and who may do what. */
import type { Fix } from '@/device/position'
import { roundedAccuracyM, roundedPosition } from '@/geo/positions'
import { ACTIONS, type Action, type IncidentData, type PersuasionData } from './types'

export const TYPES = [
  'unleashed',
  'no_tag',
  'faeces',
  'forbidden_place',
  'long_leash',
  'unregistered',
  'unvaccinated',
  'nuisance',
  'bite',
  'fierce_breed',
  'stray',
] as const

/** A stray is a capture, with a form of its own. */
export const STRAY = 'stray'

/** Of this type alone a record names one of the forbidden places. */
export const FORBIDDEN = 'forbidden_place'

/** What travels of an incident: a type chosen later takes the place with it. */
export function incidentPayload(data: IncidentData): Record<string, unknown> {
  const { place_id, ...rest } = data
  return cleaned(data.type === FORBIDDEN ? { ...rest, place_id } : rest)
}

const GRID = 4

/** The most used types, in the usual order when nothing was used yet. The chosen one is always among them. */
export function gridTypes(uses: Readonly<Record<string, number>>, chosen?: string): string[] {
  const order = TYPES.filter((type) => type !== STRAY)
  const byUse = [...order].sort(
    (a, b) => (uses[b] ?? 0) - (uses[a] ?? 0) || order.indexOf(a) - order.indexOf(b),
  )
  const shown: string[] = byUse.slice(0, GRID)
  if (chosen && !shown.includes(chosen)) shown[GRID - 1] = chosen
  return shown
}

/** 建议立案 is never preselected; neither is what this person may not do. Found again, it is no first time: who may do more
 * than persuade says what was done. */
export function preselected(
  last: Action | undefined,
  may: (action: Action) => boolean,
  again = false,
): Action | undefined {
  if (again && may('ordered_to_correct')) return undefined
  return last && last !== 'case_proposed' && may(last) ? last : 'persuaded'
}

export function allowedActions(
  may: (kind: string, action: string) => boolean,
): Record<Action, boolean> {
  return Object.fromEntries(ACTIONS.map((action) => [action, may('incident', action)])) as Record<
    Action,
    boolean
  >
}

export interface Missing {
  field: string
  /** Message key. */
  says: string
}

export function missingOfIncident(data: IncidentData): Missing[] {
  const missing: Missing[] = []
  if (!data.type) missing.push({ field: 'type', says: 'incidents.typeMissing' })
  if (!data.action) missing.push({ field: 'action', says: 'incidents.actionMissing' })
  if (!data.position) missing.push({ field: 'position', says: 'incidents.positionMissing' })
  return missing
}

function filled<T extends object>(value: T | null | undefined): T | undefined {
  const kept = Object.entries(value ?? {}).filter(
    ([, one]) => one !== undefined && one !== null && one !== '',
  )
  return kept.length ? (Object.fromEntries(kept) as T) : undefined
}

/** What travels: no empty fields, texts trimmed. */
export function cleaned<T extends object>(data: T): Record<string, unknown> {
  const trimmed = Object.entries(data).map(([name, value]) => {
    if (typeof value === 'string') return [name, value.trim()]
    return [
      name,
      value && typeof value === 'object' && !Array.isArray(value) ? filled(value as object) : value,
    ]
  })
  return filled(Object.fromEntries(trimmed) as object) as Record<string, unknown>
}

/** A volunteer's phone keeps only about where it was: rounded before it is stored. */
export function coarse(fix: Fix): Fix {
  return { ...fix, ...roundedPosition(fix), accuracy_m: roundedAccuracyM(fix.accuracy_m) }
}

export function missingOfPersuasion(data: PersuasionData): Missing[] {
  return data.topic ? [] : [{ field: 'topic', says: 'persuasion.topicMissing' }]
}
