/** Files of places: looked at first, then made places. What is said of rows follows from a look and from what a person chose. */
import { sendFile } from '@/http'
import type { Areas, MapRecord } from '@/map/types'
import { boundsOf } from '@/map/shapes'
import type { Geometry, PlaceKind } from '../types'

export const FIELDS = [
  'name',
  'address',
  'lon',
  'lat',
  'position',
  'sort',
  'street',
  'community',
  'phone',
  'opening_hours',
  'services',
  'capacity',
  'reason',
  'note',
] as const
export type Field = (typeof FIELDS)[number]
export type Columns = Partial<Record<Field, string | null>>

export interface RowFinding {
  code: string
  severity: 'refuse' | 'confirm' | 'note'
  field: string
  title: string
  detail: string
}

export interface Row {
  number: number
  id: string
  name: string
  kind: PlaceKind
  sub_kind: string | null
  address: string | null
  organisation: { id: string; name: string } | null
  geometry: Geometry | null
  findings: RowFinding[]
  take: boolean
}

export interface Sort {
  text: string
  count: number
  kind: PlaceKind
  sub_kind: string | null
  known: boolean
}

export interface Look {
  layers: string[]
  system: string
  heads: string[]
  columns: Columns
  sorts: Sort[]
  rows: Row[]
}

export interface Said {
  file: File
  system: string
  kind: PlaceKind
  layer: string
  organisation: string | null
  columns: Columns | null
  sorts: Record<string, string | null>
}

export interface Made {
  made: number
  there_already: number
  rows: { number: number; id: string; made: boolean }[]
}

/** What a person has decided of a row; null: as the look says. */
export interface Choice {
  on: boolean | null
  name: string | null
}
export type Choices = ReadonlyMap<number, Choice>
export const UNTOUCHED: Choice = { on: null, name: null }
export const LONGEST_NAME = 80

function formOf(said: Said): FormData {
  const form = new FormData()
  form.append('file', said.file, said.file.name)
  form.append('system', said.system)
  form.append('kind', said.kind)
  if (said.layer) form.append('layer', said.layer)
  if (said.organisation) form.append('organisation_id', said.organisation)
  if (said.columns) form.append('columns', JSON.stringify(said.columns))
  if (Object.keys(said.sorts).length) form.append('sorts', JSON.stringify(said.sorts))
  return form
}

export const look = (said: Said) => sendFile<Look>('POST', '/places/imports/preview', formOf(said))

/** Sent again, it makes no second place: rows name their own. */
export function take(said: Said, rows: { number: number; name?: string }[]): Promise<Made> {
  const form = formOf(said)
  form.append('rows', JSON.stringify(rows))
  return sendFile<Made>('POST', '/places/imports', form)
}

export const nameOf = (row: Row, choice: Choice = UNTOUCHED) => choice.name ?? row.name

/** What still speaks of a row once its name was typed. */
export function findingsOf(row: Row, choice: Choice = UNTOUCHED): RowFinding[] {
  const name = nameOf(row, choice).trim()
  const mended = choice.name !== null && name !== '' && name.length <= LONGEST_NAME
  return row.findings.filter(
    (one) => !(mended && one.severity === 'refuse' && one.field === 'name'),
  )
}

export type Standing = 'ready' | 'look' | 'stopped'

export function standingOf(row: Row, choice?: Choice): Standing {
  const found = findingsOf(row, choice).map(({ severity }) => severity)
  const nameless = nameOf(row, choice).trim() === ''
  if (nameless || found.includes('refuse')) return 'stopped'
  return found.includes('confirm') ? 'look' : 'ready'
}

export function isOn(row: Row, choice: Choice = UNTOUCHED): boolean {
  const standing = standingOf(row, choice)
  return standing !== 'stopped' && (choice.on ?? standing === 'ready')
}

/** What is sent: numbers, and names that were typed. */
export function chosen(
  rows: readonly Row[],
  choices: Choices,
): { number: number; name?: string }[] {
  return rows
    .filter((row) => isOn(row, choices.get(row.number)))
    .map((row) => {
      const name = nameOf(row, choices.get(row.number)).trim()
      return name === row.name ? { number: row.number } : { number: row.number, name }
    })
}

export function counted(rows: readonly Row[], choices: Choices): Record<Standing, number> {
  const counts = { ready: 0, look: 0, stopped: 0 }
  for (const row of rows) counts[standingOf(row, choices.get(row.number))] += 1
  return counts
}

/** Every field said: null keeps the server from looking for its column again. */
export const columnsSaid = (columns: Columns): Columns =>
  Object.fromEntries(FIELDS.map((field) => [field, columns[field] ?? null]))

export const exchanged = (columns: Columns): Columns => ({
  ...columns,
  lon: columns.lat ?? null,
  lat: columns.lon ?? null,
})

/** Whether somebody has to say which column is which: areas and points of a map file bring their own position. */
export function columnsLack({ columns, rows }: Look): boolean {
  const astray = rows.filter(({ findings }) =>
    findings.some(({ code }) => COLUMN_FAULTS.includes(code)),
  )
  return !columns.name || astray.length * 2 > rows.length
}
const COLUMN_FAULTS = ['swapped', 'no_position']

/** Words of a column of kinds that mean nothing yet. */
export const openSorts = (found: Look): Sort[] => found.sorts.filter(({ known }) => !known)

export const idOf = (row: Row) => `row:${row.number}`

export function pointsOf(rows: readonly Row[]): MapRecord[] {
  return rows.flatMap((row) => {
    if (row.geometry?.type !== 'Point') return []
    const [lon = 0, lat = 0] = row.geometry.coordinates
    return [{ id: idOf(row), mark: `site_${row.kind}`, lon, lat }]
  })
}

export function areasOf(rows: readonly Row[]): Areas {
  const features = rows.flatMap(({ number, name, geometry }) =>
    geometry?.type === 'Polygon'
      ? [{ type: 'Feature' as const, geometry, properties: { id: String(number), name } }]
      : [],
  )
  return { type: 'FeatureCollection', features }
}

export const frameOf = (rows: readonly Row[]) =>
  boundsOf(
    rows.flatMap(({ geometry }) => {
      if (!geometry) return []
      return geometry.type === 'Point' ? [geometry.coordinates] : geometry.coordinates.flat()
    }),
  )
