// @vitest-environment node
import { describe, expect, it } from 'vitest'
import {
  cleaned,
  coarse,
  gridTypes,
  incidentPayload,
  missingOfIncident,
  preselected,
} from './rules'

const fix = {
  lon: 120.755312,
  lat: 30.763944,
  accuracy_m: 8,
  fixed_at: '',
  provider: 'fused' as const,
}

describe('what is preselected', () => {
  it.each([
    [undefined, 'persuaded'],
    ['persuaded', 'persuaded'],
    ['ordered_to_correct', 'ordered_to_correct'],
    ['case_proposed', 'persuaded'],
  ] as const)('after %s is %s', (last, expected) => {
    expect(preselected(last, () => true)).toBe(expected)
  })

  it('is nothing where something was found again, for whoever may do more than persuade', () => {
    expect(preselected('persuaded', () => true, true)).toBeUndefined()
    expect(preselected(undefined, (action) => action === 'persuaded', true)).toBe('persuaded')
  })

  it('is never what this person may not do', () => {
    expect(preselected('ordered_to_correct', (action) => action === 'persuaded')).toBe('persuaded')
  })
})

describe('the grid of types', () => {
  it('shows the usual four, then the most used', () => {
    expect(gridTypes({})).toEqual(['unleashed', 'no_tag', 'faeces', 'forbidden_place'])
    expect(gridTypes({ bite: 3 })[0]).toBe('bite')
  })

  it('always shows the chosen one', () => {
    expect(gridTypes({}, 'fierce_breed')).toContain('fierce_breed')
  })
})

it('an incident needs a type, an action and a place', () => {
  expect(missingOfIncident({}).map((one) => one.field)).toEqual(['type', 'action', 'position'])
  expect(missingOfIncident({ type: 'bite', action: 'persuaded', position: fix })).toEqual([])
})

it('empty fields do not travel', () => {
  expect(
    cleaned({ type: 'bite', place: '  ', dog: {}, keeper: { name: '' }, note: ' a ' }),
  ).toEqual({ type: 'bite', note: 'a' })
})

it('a volunteer keeps about where it was', () => {
  expect(coarse(fix)).toMatchObject({ lon: 120.755, lat: 30.764 })
  expect(coarse(fix).accuracy_m).toBeGreaterThan(50)
})

it('names a forbidden place only while it is about one', () => {
  const data = { type: 'forbidden_place', place_id: 'p1', place: ' 菜市场 ', position: fix }
  expect(incidentPayload(data)).toMatchObject({ place_id: 'p1', place: '菜市场' })
  expect(incidentPayload({ ...data, type: 'faeces' })).not.toHaveProperty('place_id')
})
