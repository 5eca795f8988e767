import { describe, expect, it } from 'vitest'
import { byNearness, exampleOf, isElsewhere, lackingOf } from './recheck'
import type { Item, Team } from './types'

const TODAY = '2026-11-22'
const given = { team_id: 't', text: '看看', due_on: TODAY }
const item = (type: string | null, more: Partial<Item> = {}) =>
  ({ kind: 'incident', record: { properties: { type } }, ...more }) as Item
const team = (id: string, path: string) =>
  ({ id, name: id, organisation: { id, name: id, path } }) as Team

describe('what a re-check lacks', () => {
  it('is said of each field by itself', () => {
    expect(lackingOf(given, TODAY)).toEqual([])
    expect(lackingOf({ ...given, team_id: '' }, TODAY)).toEqual(['team'])
    expect(lackingOf({ ...given, text: '  ' }, TODAY)).toEqual(['text'])
  })

  it('is a day to come: a draft may be older than today', () =>
    expect(lackingOf({ ...given, due_on: '2026-11-21' }, TODAY)).toEqual(['due']))
})

it('gives an example that fits what was seen', () => {
  const found = ['unleashed', 'long_leash', 'no_tag', 'faeces', 'nuisance', 'bite', 'newer', null]
  expect(found.map((type) => exampleOf(item(type)))).toEqual(
    ['walk', 'walk', 'paper', 'faeces', 'nuisance', 'bite', 'other', 'other'], // prettier-ignore
  )
  expect(exampleOf(item(null, { kind: 'capture' }))).toBe('stray')
})

describe('teams', () => {
  const here = item('bite', { team_id: 'own', organisation_path: '/330400/330402/330402007/' })
  const county = team('county', '/330400/330402/')
  const other = team('other', '/330400/330402/330402001/')
  const own = team('own', '/330400/330402/330402001/')

  it('of the county are at home in its streets, those of another street are not', () => {
    expect(isElsewhere(here, county)).toBe(false)
    expect(isElsewhere(here, other)).toBe(true)
  })

  it('stand in the order of who is likely to go', () =>
    expect(byNearness([other, county, own], here)).toEqual([own, county, other]))
})
