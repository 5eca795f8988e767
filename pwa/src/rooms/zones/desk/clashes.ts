/** Two people wrote in one draft: what differs, and what of it stands in the draft. Pure. */
import { areaOf, cornersOf, isBoundary } from '@/map/drawing/boundary'
import { areaText } from './rules'
import type { Draft, Fields } from './types'

type Name = keyof Fields
const NAMES: readonly Name[] = [
  'name',
  'seat_id',
  'boundary',
  'number',
  'announced_on',
  'effective_on',
  'text',
]

/** `before` is the draft as it was when ours was written; null where nobody knows it any more. */
export interface Clash {
  who: string
  before: Draft | null
}

export interface Difference {
  name: Name
  theirs: unknown
  /** Undefined: not touched by us, theirs stays in any case. */
  mine: unknown
}

/** What one choice has put aside, so that the other can still be taken. */
export interface Aside {
  /** `before`: what stood here until somebody else wrote over it. */
  whose: 'mine' | 'theirs' | 'before'
  who: string
  fields: Fields
}

export function valueOf(draft: Draft, name: Name): unknown {
  if (name === 'name') return draft.name
  if (name === 'seat_id') return draft.seat?.id ?? null
  return name === 'boundary' ? draft.boundary : draft.announcement[name]
}

const same = (one: unknown, other: unknown) =>
  one === other || JSON.stringify(one ?? null) === JSON.stringify(other ?? null)

export function differencesOf({ before }: Clash, theirs: Draft, mine: Fields): Difference[] {
  return NAMES.flatMap((name): Difference[] => {
    const their = valueOf(theirs, name)
    const written = mine[name]
    if (written !== undefined)
      return same(written, their) ? [] : [{ name, theirs: their, mine: written }]
    const untouched = !before || same(valueOf(before, name), their)
    return untouched ? [] : [{ name, theirs: their, mine: undefined }]
  })
}

/** What stood in a draft and stands there no longer. */
export const lostOf = (before: Draft, now: Draft): Fields =>
  Object.fromEntries(
    NAMES.map((name) => [name, valueOf(before, name)] as const).filter(
      ([name, value]) => !same(value, valueOf(now, name)),
    ),
  )

/** The same fields as they stand in a draft. */
export const fieldsOf = (draft: Draft, like: Fields): Fields =>
  Object.fromEntries((Object.keys(like) as Name[]).map((name) => [name, valueOf(draft, name)]))

interface Words {
  town: (id: string) => string
  corners: (n: number) => string
}

const sizeWords = (area: number | null) => (area === null ? '' : areaText(area))

/** A value in words; nothing where there is none. */
export function wordsOf(name: Name, value: unknown, { town, corners }: Words): string {
  if (name === 'boundary')
    return isBoundary(value)
      ? [sizeWords(areaOf(value)), corners(cornersOf(value))].filter(Boolean).join(' · ')
      : ''
  if (name === 'seat_id' && value) return town(String(value))
  return String(value ?? '')
}
