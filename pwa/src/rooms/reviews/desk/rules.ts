/** Which record comes next, which key does what, what is still lacking, and how it all stands in the address. Pure. */
import { distanceM } from '@/geo/positions'
import { dayBefore, dayOf } from '@/ui/days'
import { isWholeDay } from '@/ui/wholeDay'
import { type Draft, type Item, type Near, type Reason, TABS, type Tab } from './types'

export interface Wish {
  tab: Tab
  /** Days of capture, both included; null = no bound. */
  from: string | null
  to: string | null
  organisation: string | null
  q: string
}

export const SPANS = ['today', 'week', 'all'] as const
export type Span = (typeof SPANS)[number]
/** What waits for somebody else, and what was done today, is shown whenever it was captured. */
const OF_ANY_DAY: readonly Tab[] = ['returned', 'done']

const text = (value: unknown) => (typeof value === 'string' && value ? value : null)
const day = (value: unknown) => (isWholeDay(text(value)) ? text(value) : null)

/** Without a word about days: today. */
export function wishFrom(query: Record<string, unknown>, now: number = Date.now()): Wish {
  const tab = TABS.find((one) => one === query.tab) ?? 'flagged'
  const today = dayOf(now)
  const given = day(query.from) || day(query.to)
  const all = query.days === 'all'
  return {
    tab,
    from: all
      ? null
      : query.days === 'week'
        ? dayBefore(today, 6)
        : given
          ? day(query.from)
          : today,
    to: all ? null : query.days === 'week' ? today : given ? day(query.to) : today,
    organisation: text(query.organisation),
    q: text(query.q) ?? '',
  }
}

/** What the server is asked: by any day for the tabs that are not about days. */
export function asked({ tab, from, to, organisation, q }: Wish, anyDay = OF_ANY_DAY.includes(tab)) {
  const days = anyDay ? {} : { from, to }
  return { ...days, organisation, q: q.trim() || null }
}

export function countsOf(some: Record<Tab, number>, anyDay: Record<Tab, number>) {
  const pairs = TABS.map((tab) => [tab, (OF_ANY_DAY.includes(tab) ? anyDay : some)[tab]])
  return Object.fromEntries(pairs) as Record<Tab, number>
}

/** Whether it is still where the list was asked for. */
export function belongs({ state }: Pick<Item, 'state'>, tab: Tab): boolean {
  if (tab === 'done') return state !== 'open'
  return state === (tab === 'returned' ? 'returned' : 'open')
}

/** The record to go to when this one is done: the one after it, else the one before. */
export function following(items: readonly Item[], id: string | null): string | null {
  const at = items.findIndex((one) => one.record_id === id)
  if (at < 0) return items[0]?.record_id ?? null
  return (items[at + 1] ?? items[at - 1])?.record_id ?? null
}

export function stepped(items: readonly Item[], id: string | null, by: 1 | -1): string | null {
  const at = items.findIndex((one) => one.record_id === id)
  if (at < 0) return items[0]?.record_id ?? null
  return items[at + by]?.record_id ?? null
}

export const KEYS = {
  j: 'next',
  k: 'previous',
  a: 'accept',
  r: 'return',
  d: 'recheck',
  ' ': 'photo',
} as const
export type Deed = (typeof KEYS)[keyof typeof KEYS]

const TYPING = 'textarea, select, dialog, [contenteditable], input:not([type=checkbox])'
/** A blank presses what has the focus; on a row of the list it shows the photo. */
const PRESSED_BY_BLANK = 'button:not([data-review]), a, input, summary'

export function deedOf(event: KeyboardEvent): Deed | null {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return null
  const target = event.target instanceof Element ? event.target : null
  if (target?.closest(TYPING)) return null
  const key = event.key.toLowerCase()
  if (key === ' ' && target?.closest(PRESSED_BY_BLANK)) return null
  return Object.hasOwn(KEYS, key) ? KEYS[key as keyof typeof KEYS] : null
}

/** So long a record has been on the screen before a key decides it: the second press of a hasty finger was meant for the
 * one before. */
const SEEN_MS = 500

export const isHasty = (deed: Deed, shownMs: number) =>
  (deed === 'accept' || deed === 'return') && shownMs < SEEN_MS

const has = (reasons: readonly Reason[], code: string) => reasons.some((one) => one.code === code)
export const isUncertain = (item: Pick<Item, 'reasons'>) => has(item.reasons, 'zone_uncertain')

/** What has to be said before it can be accepted. */
export function lackingForAcceptance(
  item: Pick<Item, 'reasons' | 'zone_ruling'>,
  draft: Draft,
): 'ruling' | 'rulingReason' | null {
  if (draft.ruling && draft.rulingReason.trim().length < 2) return 'rulingReason'
  const asks = isUncertain(item) && has(item.reasons, 'case_proposed')
  return asks && !item.zone_ruling && !draft.ruling ? 'ruling' : null
}

export const saysWhy = ({ codes, text: own }: Pick<Draft, 'codes' | 'text'>) =>
  codes.length > 0 || own.trim() !== ''

export const canAccept = ({ state }: Item) => state === 'open' || state === 'returned'
export const canReturn = ({ state }: Item) => state === 'open' || state === 'accepted'

export type Unfit = 'same' | 'kind' | 'gone'

/** Why two cannot be merged, as far as it is seen here; the server says the rest. */
export function unfitToMerge(one: Item, other: Item): Unfit | null {
  if (one.record_id === other.record_id) return 'same'
  if (one.kind !== other.kind) return 'kind'
  const gone = [one, other].some(({ state }) => state === 'merged' || state === 'withdrawn')
  return gone ? 'gone' : null
}

const placeOf = ({ record }: Item) => {
  const [lon, lat] = record?.geometry?.coordinates ?? []
  return lon === undefined || lat === undefined ? null : { lon, lat }
}

/** Two that a person put together, measured here. */
export function nearBetween(one: Item, other: Item): Near {
  const [here, there] = [placeOf(one), placeOf(other)]
  return {
    distance_m: here && there ? Math.round(distanceM(here, there)) : null,
    seconds: Math.round((Date.parse(other.captured_at) - Date.parse(one.captured_at)) / 1000),
    same_photo: false,
    alike: null,
    item: other,
    chosen: true,
  }
}

/** The page of a record read again: those that are on the screen already stay below it. */
export function withFirst(items: readonly Item[], first: readonly Item[], more: boolean): Item[] {
  if (!more || !first.length) return [...first]
  const fresh = new Set(first.map(({ record_id }) => record_id))
  return [...first, ...items.slice(first.length).filter(({ record_id }) => !fresh.has(record_id))]
}

/** By the evening's round; what is sent when that has begun is for tomorrow. */
const EVENING_HOUR = 18
export const firstDueDay = (now: number) => dayOf(now + (24 - EVENING_HOUR) * 3_600_000)

export function emptyDraft(now: number = Date.now()): Draft {
  return {
    ruling: null,
    rulingReason: '',
    codes: [],
    text: '',
    recheck: { team_id: '', text: '', due_on: firstDueDay(now) },
  }
}
