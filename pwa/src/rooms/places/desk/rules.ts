/** A place as it is on the page: what the server has, under what is typed. Pure. */
import type { MapPlace } from '@/map/types'
import { PLACE_KINDS, type PlaceKind } from '../types'
import type { Edit, Fields, Place, Properties } from './types'

export interface Shown extends Partial<Properties> {
  id: string
  kind: PlaceKind
  name: string
  geometry: Place['geometry'] | null
  isNew: boolean
  edited: boolean
}

export function shownOf(
  id: string,
  place: Place | undefined,
  edit: Edit | undefined,
): Shown | null {
  const kind = place?.properties.kind ?? edit?.fields.kind
  if (!kind) return null
  const { geometry, organisation_id, ...typed } = edit?.fields ?? {}
  const organisation = organisation_id
    ? { id: organisation_id, name: edit?.organisation ?? organisation_id }
    : place?.properties.organisation
  return {
    ...place?.properties,
    ...typed,
    organisation,
    id,
    kind,
    name: edit?.fields.name ?? place?.properties.name ?? '',
    geometry: geometry ?? place?.geometry ?? null,
    isNew: !place,
    edited: Boolean(edit),
  }
}

export type Lacking = 'name' | 'organisation_id' | 'geometry'

export function lackingOf(shown: Shown): Lacking[] {
  const lacking: Lacking[] = []
  if (!shown.name.trim()) lacking.push('name')
  if (!shown.organisation) lacking.push('organisation_id')
  if (!shown.geometry) lacking.push('geometry')
  return lacking
}

export type State = 'in_force' | 'to_come' | 'ended'

export function stateOn(
  { valid_from, valid_until }: Pick<Partial<Properties>, 'valid_from' | 'valid_until'>,
  day: string,
): State {
  if (valid_until && valid_until <= day) return 'ended'
  return valid_from && valid_from > day ? 'to_come' : 'in_force'
}

/** Those that are asked for, by kind in the usual order and then by name; what is being written stays in sight. */
export function listed(
  all: readonly Shown[],
  wish: { kind: PlaceKind | null; words: string; ended: boolean; day: string },
): Shown[] {
  const words = wish.words.trim()
  const wanted = (one: Shown) =>
    (!wish.kind || one.kind === wish.kind) &&
    (wish.ended || stateOn(one, wish.day) !== 'ended') &&
    [one.name, one.organisation?.name, one.address].some((text) => text?.includes(words))
  return all
    .filter((one) => one.isNew || wanted(one))
    .sort(
      (a, b) =>
        Number(b.isNew) - Number(a.isNew) ||
        PLACE_KINDS.indexOf(a.kind) - PLACE_KINDS.indexOf(b.kind) ||
        a.name.localeCompare(b.name, 'zh-CN'),
    )
}

export function marksOf(shown: readonly Shown[]): MapPlace[] {
  return shown.flatMap(({ id, kind, name, geometry }) =>
    geometry ? [{ id, mark: `site_${kind}`, name, geometry }] : [],
  )
}

/** What was typed after a save began: what went is taken away, unless it was changed since. */
export function leftOf(now: Fields, sent: Fields): Fields | null {
  const rest = Object.entries(now).filter(([name, value]) => value !== sent[name as keyof Fields])
  return rest.length ? (Object.fromEntries(rest) as Fields) : null
}
