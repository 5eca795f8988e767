/** What the page of zones shows, as rules. Pure. */
import type { IconName } from '@/ui/icons'
import type { Draft, Fields, Standing, Version, ZoneRow } from './types'

/** A draft with what has not been saved yet in its place. */
export function shown(draft: Draft, waiting: Fields): Draft {
  const { number, announced_on, effective_on, text } = { ...draft.announcement, ...waiting }
  return {
    ...draft,
    name: waiting.name ?? draft.name,
    boundary: waiting.boundary === undefined ? draft.boundary : waiting.boundary,
    announcement: { ...draft.announcement, number, announced_on, effective_on, text },
  }
}

/** What was written while `sent` was under way; null when nothing was. */
export function left(now: Fields, sent: Fields): Fields | null {
  const names = (Object.keys(now) as (keyof Fields)[]).filter((name) => now[name] !== sent[name])
  return names.length ? Object.fromEntries(names.map((name) => [name, now[name]])) : null
}

export const FACES: Record<Standing, { icon: IconName; tone: string }> = {
  in_force: { icon: 'check', tone: 'ok' },
  announced: { icon: 'megaphone', tone: 'primary' },
  withdrawn: { icon: 'x', tone: 'quiet' },
  draft: { icon: 'pencil-line', tone: 'quiet' },
  checked: { icon: 'clipboard-check', tone: 'conflict' },
}

/** One line of the list: a zone, and each draft on its way. */
export interface Line {
  key: string
  zone: string | null
  draft: string | null
  name: string
  state: Standing
  version: number | null
  from: string | null
  drawn: boolean
}

export function linesOf(rows: readonly ZoneRow[]): Line[] {
  return rows.flatMap((row) => {
    const drafts = row.drafts.map((draft) => ({
      key: `draft:${draft.id}`,
      zone: row.zone_id,
      draft: draft.id,
      name: row.name,
      state: draft.state,
      version: row.version === null ? 1 : (row.next?.version ?? row.version) + 1,
      from: null,
      drawn: draft.drawn,
    }))
    if (!row.version_id) return drafts
    const own = {
      key: `zone:${row.zone_id}`,
      zone: row.zone_id,
      draft: null,
      name: row.name,
      state: row.state,
      version: row.version,
      from: row.state === 'withdrawn' ? row.valid_until : row.valid_from,
      drawn: true,
    }
    return [own, ...drafts]
  })
}

/** What the map of today lacks: the version to come, else the last one there was; null while one is in force. */
export function toLookAt(versions: readonly Version[]): Version | null {
  if (versions.some(({ state }) => state === 'in_force')) return null
  const ranked = versions
    .filter(({ state }) => state !== 'replaced')
    .sort((a, b) => b.version - a.version)
  return ranked.find(({ state }) => state === 'announced') ?? ranked[0] ?? null
}

export type Step = 'done' | 'now' | 'next'

/** 草稿 → 核对 → 公告 → 生效 */
export function stepsOf({ state, drawn }: Draft): [Step, Step, Step, Step] {
  if (state === 'announced') return ['done', 'done', 'done', 'now']
  if (state === 'checked') return ['done', 'done', 'now', 'next']
  return drawn ? ['done', 'now', 'next', 'next'] : ['now', 'next', 'next', 'next']
}

export const ANNOUNCED_FIELDS = ['number', 'announced_on', 'effective_on', 'text'] as const
export type AnnouncedField = (typeof ANNOUNCED_FIELDS)[number]

export function lackingOf(given: { [name in AnnouncedField]: string | null }): AnnouncedField[] {
  return ANNOUNCED_FIELDS.filter((name) => !given[name]?.trim())
}

export type WrongDays = { announced_on?: 'future'; effective_on?: 'early' }

/** Days that no document can have: announced tomorrow, in force before it was announced. */
export function wrongDaysOf(
  { announced_on: announced, effective_on: effective }: { [name in AnnouncedField]: string | null },
  today: string,
): WrongDays {
  return {
    ...(announced && announced > today ? { announced_on: 'future' } : {}),
    ...(announced && effective && effective < announced ? { effective_on: 'early' } : {}),
  }
}

/** What has to be filled in or put right before it can be announced, in the order of the form. */
export function faultsOf(
  given: { [name in AnnouncedField]: string | null },
  today: string,
): AnnouncedField[] {
  const [lacking, wrong] = [lackingOf(given), wrongDaysOf(given, today)]
  return ANNOUNCED_FIELDS.filter((name) => lacking.includes(name) || name in wrong)
}

const KM2 = 1e6
const WIDE_KM2 = 10

/** As the server says it too: `app/zones/areas.py`, `tests/contract/areas.json`. */
export function areaText(m2: number): string {
  if (Math.round(m2) < KM2) return `${Math.round(m2).toLocaleString('en')} m²`
  const km2 = m2 / KM2
  if (Number(km2.toFixed(2)) < WIDE_KM2) return `${km2.toFixed(2)} km²`
  const digits = { minimumFractionDigits: 1, maximumFractionDigits: 1 }
  return `${km2.toLocaleString('en', digits)} km²`
}
