import { describe, expect, it } from 'vitest'
import type { RecordRow } from '@/local/rows'
import {
  answeredBy,
  distanceText,
  eveningPoints,
  hourOf,
  lookAt,
  openOnes,
  seenAgain,
  standingOf,
  walked,
} from './rules'
import type { Recheck, ReviewBody } from './types'

const DAY = '2026-11-22'
const at = (hour: number) => `${DAY}T${String(hour).padStart(2, '0')}:00:00+08:00`

function row(
  id: string,
  hour: number,
  data: object = {},
  more: Partial<RecordRow> = {},
): RecordRow {
  const { body, ...rest } = more
  return {
    id,
    person: 'p',
    kind: 'incident',
    state: 'sent',
    parent: null,
    revision: 1,
    mine: true,
    pull: '',
    created_at: at(hour),
    updated_at: at(hour),
    ...rest,
    body: {
      data: {
        type: 'unleashed',
        action: 'persuaded',
        position: { lon: 120.75, lat: 30.75 },
        ...data,
      },
      draft: null,
      draftAt: null,
      capturedAt: at(hour),
      meta: null,
      theirs: null,
      ...body,
    },
  }
}

const review = (more: Partial<ReviewBody> = {}): ReviewBody => ({
  record_id: 'a',
  record_kind: 'incident',
  state: 'returned',
  codes: [],
  text: null,
  round: 1,
  record_revision: 1,
  decided_at: null,
  by: null,
  ...more,
})

const recheck = (id: string, more: Partial<Recheck> = {}): Recheck => ({
  id,
  record_id: `of-${id}`,
  record_kind: 'incident',
  team_id: 't',
  state: 'open',
  lon: 120.75,
  lat: 30.75,
  place: null,
  text: '',
  due_on: DAY,
  made_by: '',
  result: null,
  note: null,
  ended_by: null,
  ...more,
})

describe('a returned record', () => {
  it('waits for its author until a change of it waits or has arrived', () => {
    expect(standingOf(review(), row('a', 8))).toBe('returned')
    expect(standingOf(review(), row('a', 8, {}, { state: 'queued' }))).toBe('mended')
    expect(standingOf(review(), row('a', 8, {}, { revision: 2 }))).toBe('mended')
  })

  it('still waits while the change was not taken, or nothing but a draft is there', () => {
    for (const state of ['refused', 'conflict', 'draft'] as const)
      expect(standingOf(review(), row('a', 8, {}, { state })), state).toBe('returned')
  })

  it('waits for the supervisor in its next round, and is done with once accepted', () => {
    expect(standingOf(review({ state: 'open', round: 2 }), row('a', 8))).toBe('mended')
    expect(standingOf(review({ state: 'accepted', round: 2 }), row('a', 8))).toBeNull()
    expect(standingOf(review({ state: 'merged' }), row('a', 8))).toBeNull()
    expect(standingOf(review(), undefined)).toBeNull()
  })
})

it('a result or a record that names it answers a re-check, a draft or a withdrawn one does not', () => {
  const result = row('r1', 18, {}, { kind: 'recheck' })
  const naming = row('x', 18, { recheck_id: 'r2' })
  const draft = row('r3', 18, {}, { kind: 'recheck', body: { data: null } as RecordRow['body'] })
  const withdrawn = row(
    'y',
    18,
    { recheck_id: 'r4' },
    { body: { withdrawn: '错' } as RecordRow['body'] },
  )
  expect([...answeredBy([result, naming, draft, withdrawn]).keys()]).toEqual(['r1', 'r2'])
  const look = row('l', 19, { about: 'a', result: 'nothing_found' }, { kind: 'recheck' })
  expect([...answeredBy([look]).keys()]).toEqual(['l', 'a'])
})

it('looks at a record as at a re-check that nobody asked for', () => {
  expect(lookAt(row('a', 8, { place: '月河街口' }))).toMatchObject({
    record_id: 'a',
    record_kind: 'incident',
    state: 'open',
    lon: 120.75,
    place: '月河街口',
  })
})

it('lists open re-checks by the day they are due', () => {
  const all = [
    recheck('b'),
    recheck('a', { due_on: '2026-11-30' }),
    recheck('c', { state: 'done' }),
  ]
  expect(openOnes(all).map(({ id }) => id)).toEqual(['b', 'a'])
})

it('says distances in tens of metres, then in kilometres', () => {
  expect([distanceText(83), distanceText(994), distanceText(1240)]).toEqual([
    '80 m',
    '990 m',
    '1.2 km',
  ])
})

it('counts the hours of Shanghai wherever the phone was set up', () => {
  expect([hourOf(at(0)), hourOf('2026-11-22T16:30:00Z'), hourOf('2026-11-22T06:59:00Z')]).toEqual([
    0, 0, 14,
  ])
})

describe('the evening', () => {
  const ids = (...rows: RecordRow[]) =>
    eveningPoints({ rechecks: [], reviews: [], rows }, DAY).map(({ record_id }) => record_id)

  it('has what was persuaded or ordered before noon', () => {
    expect(
      ids(
        row('early', 11),
        row('noon', 12),
        row('ordered', 8, { action: 'ordered_to_correct', type: 'forbidden_place' }),
      ),
    ).toEqual(['early', 'ordered'])
  })

  it('leaves out other families, proposed cases, other days, what was withdrawn and what was seen again', () => {
    const rows = [
      row('tidy', 8, { type: 'faeces' }),
      row('case', 8, { action: 'case_proposed' }),
      row('withdrawn', 8, {}, { body: { withdrawn: '错' } as RecordRow['body'] }),
      row('merged', 8, {}, { body: { meta: { merged: true } } as unknown as RecordRow['body'] }),
      row('of-r', 8),
    ]
    expect(
      eveningPoints({ rechecks: [recheck('r', { state: 'done' })], reviews: [], rows }, DAY),
    ).toEqual([])
    expect(eveningPoints({ rechecks: [], reviews: [], rows: [row('a', 8)] }, '2026-11-23')).toEqual(
      [],
    )
  })

  it('names a record once, with all its reasons', () => {
    const points = eveningPoints(
      {
        rechecks: [recheck('r', { record_id: 'a', text: '看绳' })],
        reviews: [review()],
        rows: [row('a', 8)],
      },
      DAY,
    )
    expect(points).toHaveLength(1)
    expect(points[0]).toMatchObject({ why: ['morning', 'recheck', 'returned'], text: '看绳' })
  })

  it('walks from where the phone is, else from the westernmost, and puts the placeless last', () => {
    const places = { far: 120.77, near: 120.751, none: null, middle: 120.76 }
    const rows = Object.entries(places).map(([id, lon]) =>
      row(id, 8, { position: lon && { lon, lat: 30.75 } }),
    )
    const points = eveningPoints({ rechecks: [], reviews: [], rows }, DAY)
    const order = (lon: number | null) =>
      walked(points, lon === null ? null : { lon, lat: 30.75 }).map(({ record_id }) => record_id)
    expect(order(120.75)).toEqual(['near', 'middle', 'far', 'none'])
    expect(order(120.78)).toEqual(['far', 'middle', 'near', 'none'])
    expect(order(null)).toEqual(['near', 'middle', 'far', 'none'])
    expect(walked(points, { lon: 120.75, lat: 30.75 })[0]!.leg_m).toBe(96)
  })

  it('is ticked off by a record of the same family on the same spot after three', () => {
    const [point] = eveningPoints({ rechecks: [], reviews: [], rows: [row('a', 8)] }, DAY)
    const ticked = (one: RecordRow) => seenAgain(point!, [row('a', 8), one])?.id
    expect(ticked(row('b', 18))).toBe('b')
    expect(ticked(row('b', 11))).toBeUndefined()
    expect(ticked(row('b', 18, { type: 'faeces' }))).toBeUndefined()
    expect(ticked(row('b', 18, { position: { lon: 120.752, lat: 30.75 } }))).toBeUndefined()
  })
})
