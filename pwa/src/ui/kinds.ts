/** 一字标: what each kind of record looks like. Pure data, shared by lists, legends and map sprites. */

export type Family =
  'walk' | 'paper' | 'tidy' | 'danger' | 'place' | 'stray' | 'persuasion' | 'site' | 'other'

export type KindCode =
  | 'unleashed'
  | 'long_leash'
  | 'no_tag'
  | 'unregistered'
  | 'unvaccinated'
  | 'faeces'
  | 'nuisance'
  | 'bite'
  | 'fierce_breed'
  | 'forbidden_place'
  | 'stray'
  | 'persuasion'

/** Places that stay, not records: white signs, so that no record is taken for one. */
export type SiteCode =
  'site_forbidden_place' | 'site_service_point' | 'site_shelter' | 'site_controlled_spot'

export interface FamilyLook {
  /** Outline in the box 0 0 32 32. */
  path: string
  /** CSS custom property names, or a literal colour. */
  fill: string
  ink: string
  /** Centre and size of the character, in the same box. */
  glyphY: number
  glyphSize: number
}

export interface Kind {
  code: KindCode | SiteCode | 'other'
  family: Family
  glyph: string
}

/** The drawing box of a mark: the 32 unit shape with 3 units of air for its outline and halo. */
export const MARK_BOX = { x: -3, y: -3, size: 38 } as const

/** From this size on the character is shown; below it, only the shape. */
export const GLYPH_FROM_PX = 20

const CIRCLE = 'M16 2.5a13.5 13.5 0 1 1 0 27a13.5 13.5 0 1 1 0-27Z'
const SQUARE = 'M7.2 3.2H24.8a4 4 0 0 1 4 4V24.8a4 4 0 0 1-4 4H7.2a4 4 0 0 1-4-4V7.2a4 4 0 0 1 4-4Z'
const PENTAGON = 'M16 2.2L29.6 12.2L25.4 28.6H6.6L2.4 12.2Z'
const TRIANGLE = 'M16 1.8L31 28.8H1Z'
const DIAMOND = 'M16 .8L31.2 16L16 31.2L.8 16Z'
const HEXAGON = 'M8.8 3H23.2L30.6 16L23.2 29H8.8L1.4 16Z'

const OCTAGON = 'M10.4 2.5H21.6L29.5 10.4V21.6L21.6 29.5H10.4L2.5 21.6V10.4Z'

const MIDDLE = { glyphY: 16, glyphSize: 14.5 }

export const FAMILIES: Record<Family, FamilyLook> = {
  walk: { path: CIRCLE, fill: '--qx-k-walk', ink: '--qx-k-walk-ink', ...MIDDLE },
  paper: { path: SQUARE, fill: '--qx-k-paper', ink: '--qx-k-paper-ink', ...MIDDLE },
  tidy: {
    path: PENTAGON,
    fill: '--qx-k-tidy',
    ink: '--qx-k-tidy-ink',
    glyphY: 17,
    glyphSize: 14.5,
  },
  danger: {
    path: TRIANGLE,
    fill: '--qx-k-danger',
    ink: '--qx-k-danger-ink',
    glyphY: 20.5,
    glyphSize: 12.5,
  },
  place: { path: DIAMOND, fill: '--qx-k-place', ink: '--qx-k-place-ink', ...MIDDLE },
  stray: { path: HEXAGON, fill: '--qx-k-stray', ink: '--qx-k-stray-ink', ...MIDDLE },
  persuasion: {
    path: CIRCLE,
    fill: '--qx-k-persuasion',
    ink: '--qx-k-persuasion-ink',
    ...MIDDLE,
  },
  site: { path: OCTAGON, fill: '--qx-m-halo', ink: '--qx-m-outline', ...MIDDLE },
  other: { path: CIRCLE, fill: '--qx-k-other', ink: '--qx-k-other-ink', ...MIDDLE },
}

export const KINDS: Record<KindCode, Kind> = {
  unleashed: { code: 'unleashed', family: 'walk', glyph: '绳' },
  long_leash: { code: 'long_leash', family: 'walk', glyph: '长' },
  no_tag: { code: 'no_tag', family: 'paper', glyph: '牌' },
  unregistered: { code: 'unregistered', family: 'paper', glyph: '证' },
  unvaccinated: { code: 'unvaccinated', family: 'paper', glyph: '苗' },
  faeces: { code: 'faeces', family: 'tidy', glyph: '便' },
  nuisance: { code: 'nuisance', family: 'tidy', glyph: '吠' },
  bite: { code: 'bite', family: 'danger', glyph: '咬' },
  fierce_breed: { code: 'fierce_breed', family: 'danger', glyph: '烈' },
  forbidden_place: { code: 'forbidden_place', family: 'place', glyph: '禁' },
  stray: { code: 'stray', family: 'stray', glyph: '流' },
  persuasion: { code: 'persuasion', family: 'persuasion', glyph: '劝' },
}

export const SITES: Record<SiteCode, Kind> = {
  site_forbidden_place: { code: 'site_forbidden_place', family: 'site', glyph: '禁' },
  site_service_point: { code: 'site_service_point', family: 'site', glyph: '服' },
  site_shelter: { code: 'site_shelter', family: 'site', glyph: '收' },
  site_controlled_spot: { code: 'site_controlled_spot', family: 'site', glyph: '控' },
}

export const SITE_CODES = Object.keys(SITES) as SiteCode[]

export const KIND_CODES = Object.keys(KINDS) as KindCode[]

/** Families in the order of every legend and filter. */
export const FAMILY_ORDER: Family[] = [
  'walk',
  'paper',
  'tidy',
  'place',
  'danger',
  'stray',
  'persuasion',
]

const OTHER: Kind = { code: 'other', family: 'other', glyph: '他' }

/** A code that the catalogue gained after this client was built is drawn as 他, never hidden. */
export function kindOf(code: string): Kind {
  if (Object.hasOwn(SITES, code)) return SITES[code as SiteCode]
  return Object.hasOwn(KINDS, code) ? KINDS[code as KindCode] : OTHER
}

export function familyOf(code: string): Family {
  return kindOf(code).family
}

export function codesOf(family: Family): KindCode[] {
  return KIND_CODES.filter((code) => KINDS[code].family === family)
}

/** The mark of a field record: captures and persuasions have one of their own, incidents that of their type. */
export function markOf(record: { kind: string; type?: string | null }): string {
  if (record.kind === 'capture') return 'stray'
  if (record.kind === 'persuasion') return 'persuasion'
  return record.type ?? 'other'
}
