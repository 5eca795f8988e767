// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { lackingOf, leftOf, listed, type Shown, shownOf, stateOn } from './rules'
import { wishedIn } from './spots'
import type { Edit, Place } from './types'

const place = {
  id: 'a',
  geometry: { type: 'Point', coordinates: [1, 2] },
  properties: {
    kind: 'shelter',
    sub_kind: null,
    name: '收容所',
    organisation: { id: '330402007', name: '建设街道' },
    zone: null,
    valid_from: '2026-01-01',
    valid_until: null,
    revision: 1,
    updated: { at: '', by: '' },
    address: '旧址',
  },
} as Place
const edit = (fields: Edit['fields'], organisation?: string): Edit => {
  return { revision: 1, fields, organisation, waits: false, clash: null, problem: null }
}

describe('places on the desk', () => {
  it('show what is typed over what is kept, and what was struck out as nothing', () => {
    const typed = edit({ address: null, organisation_id: '330402008' }, '解放街道')
    expect(shownOf('a', place, typed)).toMatchObject({
      name: '收容所',
      address: null,
      organisation: { name: '解放街道' },
      edited: true,
      isNew: false,
    })
    expect(shownOf('b', undefined, undefined)).toBeNull()
  })

  it('lack what a new one has not got yet', () => {
    const fresh = shownOf('b', undefined, edit({ kind: 'shelter', name: ' ' }))!
    expect(lackingOf(fresh)).toEqual(['name', 'organisation_id', 'geometry'])
    expect(lackingOf(shownOf('a', place, undefined)!)).toEqual([])
  })

  it('are in force from the first day to the day before the end', () => {
    const days = { valid_from: '2026-11-02', valid_until: '2026-11-04' }
    const states = ['2026-11-01', '2026-11-02', '2026-11-03', '2026-11-04']
    expect(states.map((day) => stateOn(days, day))).toEqual([
      'to_come',
      'in_force',
      'in_force',
      'ended',
    ])
  })

  it('are found by name, street and address; ended ones when asked for, new ones always', () => {
    const one = (id: string, more: Partial<Shown>): Shown => ({
      ...shownOf('a', place, undefined)!,
      id,
      ...more,
    })
    const all = [
      one('ended', { valid_until: '2026-02-01' }),
      one('b', { name: '乙', kind: 'controlled_spot' }),
      one('new', { name: '', isNew: true }),
      one('a', { name: '甲' }),
    ]
    const wish = { kind: null, words: '', ended: false, day: '2026-11-22' }
    const ids = (more: Partial<typeof wish>) =>
      listed(all, { ...wish, ...more }).map(({ id }) => id)
    expect(ids({})).toEqual(['new', 'a', 'b'])
    expect(ids({ ended: true })).toContain('ended')
    expect(ids({ words: '旧址' })).toEqual(['new', 'a', 'b'])
    expect(ids({ words: '乙' })).toEqual(['new', 'b'])
  })

  it('keep only what a save did not take', () => {
    expect(leftOf({ name: '一', note: '二' }, { name: '一' })).toEqual({ note: '二' })
    expect(leftOf({ name: '一' }, { name: '一' })).toBeNull()
  })

  it('are behind by whole patrols only', () => {
    expect([wishedIn(3, 7), wishedIn(3, 30), wishedIn(0, 30)]).toEqual([3, 12, 0])
  })
})
