// @vitest-environment node
import { expect, it } from 'vitest'
import {
  areasOf,
  chosen,
  columnsLack,
  columnsSaid,
  counted,
  exchanged,
  findingsOf,
  frameOf,
  isOn,
  type Look,
  openSorts,
  pointsOf,
  type Row,
  type RowFinding,
  standingOf,
} from './imports'

const finding = (severity: RowFinding['severity'], field = 'geometry', code = 'x'): RowFinding => ({
  code,
  severity,
  field,
  title: code,
  detail: '',
})

const row = (number: number, patch: Partial<Row> = {}): Row => ({
  number,
  id: `id-${number}`,
  name: `市场${number}`,
  kind: 'forbidden_place',
  sub_kind: null,
  address: null,
  organisation: null,
  geometry: { type: 'Point', coordinates: [120.7 + number, 30.7] },
  findings: [],
  take: true,
  ...patch,
})

const doubtful = row(3, { findings: [finding('confirm', 'name', 'there_already')] })
const nameless = row(4, { name: '', findings: [finding('refuse', 'name', 'no_name')] })
const nowhere = row(5, { geometry: null, findings: [finding('refuse')] })
const rows = [row(2, { findings: [finding('note')] }), doubtful, nameless, nowhere]

it('ticks what nothing speaks against, and what somebody has ticked', () => {
  expect(rows.map((one) => isOn(one))).toEqual([true, false, false, false])
  const choices = new Map([
    [2, { on: false, name: null }],
    [3, { on: true, name: null }],
    [5, { on: true, name: '甲' }],
  ])
  expect(chosen(rows, choices)).toEqual([{ number: 3 }])
})

it('takes a row whose name was typed, under that name', () => {
  const typed = { on: null, name: ' 菜市场 ' }
  expect(findingsOf(nameless, typed)).toEqual([])
  expect(chosen(rows, new Map([[4, typed]]))).toEqual([
    { number: 2 },
    { number: 4, name: '菜市场' },
  ])
  expect(standingOf(row(2), { on: true, name: ' ' })).toBe('stopped')
  expect(findingsOf(nowhere, typed)).toHaveLength(1)
})

it('counts by what is to be done', () => {
  expect(counted(rows, new Map())).toEqual({ ready: 1, look: 1, stopped: 2 })
})

const look = (patch: Partial<Look>): Look => ({
  layers: [],
  system: 'wgs84',
  heads: ['名称'],
  columns: { name: '名称' },
  sorts: [],
  rows,
  ...patch,
})

it('asks for columns when most rows have no place on the map, or none has a name', () => {
  expect(columnsLack(look({}))).toBe(false)
  expect(columnsLack(look({ columns: {} }))).toBe(true)
  const astray = [
    row(2),
    ...[3, 4].map((n) => row(n, { findings: [finding('refuse', '', 'swapped')] })),
  ]
  expect(columnsLack(look({ rows: astray }))).toBe(true)
})

it('says every column, so that none is looked for again', () => {
  const said = columnsSaid({ lon: '纬度', lat: '经度' })
  expect(said).toMatchObject({ name: null, lon: '纬度', lat: '经度', note: null })
  expect(exchanged(said)).toMatchObject({ lon: '经度', lat: '纬度' })
})

it('asks what a word means only when it means nothing', () => {
  const sort = { count: 1, kind: 'forbidden_place' as const, sub_kind: null }
  const sorts = [
    { ...sort, text: '收容场所', known: true },
    { ...sort, text: '菜场', known: false },
  ]
  expect(openSorts(look({ sorts })).map(({ text }) => text)).toEqual(['菜场'])
})

it('draws points and areas, and frames both', () => {
  const ring = [
    [120, 30],
    [121, 30],
    [121, 31],
    [120, 30],
  ]
  const area = row(6, { geometry: { type: 'Polygon', coordinates: [ring] } })
  expect(pointsOf([...rows, area]).map(({ id }) => id)).toEqual(['row:2', 'row:3', 'row:4'])
  expect(areasOf([...rows, area]).features.map(({ properties }) => properties.id)).toEqual(['6'])
  expect(frameOf([row(2), area])).toEqual([120, 30, 122.7, 31])
  expect(frameOf([nowhere])).toBeNull()
})
