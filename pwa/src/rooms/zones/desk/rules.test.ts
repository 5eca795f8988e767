// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { readFileSync } from 'node:fs'
import {
  areaText,
  faultsOf,
  lackingOf,
  left,
  linesOf,
  shown,
  stepsOf,
  toLookAt,
  wrongDaysOf,
} from './rules'
import type { Draft, Version, ZoneRow } from './types'

const draft = {
  id: 'd',
  name: '七星街道集镇',
  state: 'draft',
  drawn: false,
  boundary: null,
  announcement: { number: '1', announced_on: null, effective_on: null, text: null, scan: null },
} as unknown as Draft

describe('what has not been saved', () => {
  const square = { type: 'Polygon' as const, coordinates: [] }

  it('stands in its place', () => {
    const seen = shown(draft, { boundary: square, text: '东至', announced_on: '2026-11-20' })
    expect(seen.boundary).toBe(square)
    expect(seen.announcement).toMatchObject({ number: '1', text: '东至', scan: null })
    expect(shown({ ...draft, boundary: square }, { boundary: null }).boundary).toBeNull()
  })

  it('is what was written since', () => {
    expect(left({ number: '12', text: 'a' }, { number: '1', text: 'a' })).toEqual({ number: '12' })
    expect(left({ text: 'a' }, { text: 'a' })).toBeNull()
    expect(left({ text: null }, { text: 'a' })).toEqual({ text: null })
  })
})

describe('the list', () => {
  const row = {
    zone_id: 'z',
    name: '南湖城区',
    state: 'in_force',
    version_id: 'v',
    version: 4,
    valid_from: '2025-07-01',
    next: null,
    drafts: [{ id: 'd', state: 'checked', revision: 3, drawn: true }],
  } as unknown as ZoneRow

  it('has a line for the zone and one for each draft', () => {
    const lines = linesOf([row, { ...row, zone_id: null, version_id: null, version: null }])
    expect(lines.map(({ key, state, version }) => [key, state, version])).toEqual([
      ['zone:z', 'in_force', 4],
      ['draft:d', 'checked', 5],
      ['draft:d', 'checked', 1],
    ])
  })
})

it('walks in four steps', () => {
  expect(stepsOf(draft)[0]).toBe('now')
  expect(stepsOf({ ...draft, drawn: true })).toEqual(['done', 'now', 'next', 'next'])
  expect(stepsOf({ ...draft, state: 'checked' })[2]).toBe('now')
  expect(stepsOf({ ...draft, state: 'announced' })[3]).toBe('now')
})

it('names what an announcement lacks', () => {
  const whole = { number: '1', announced_on: '2026-11-20', effective_on: '2026-11-20', text: ' ' }
  expect(lackingOf(whole)).toEqual(['text'])
})

it('tells days that no document can have as soon as they are there', () => {
  const given = (announced_on: string | null, effective_on: string | null) => {
    return { number: '1', announced_on, effective_on, text: '东至' }
  }
  const today = '2026-11-23'
  expect(wrongDaysOf(given('2026-11-23', '2026-11-23'), today)).toEqual({})
  expect(wrongDaysOf(given(null, '2026-01-01'), today)).toEqual({})
  expect(wrongDaysOf(given('2026-11-24', null), today)).toEqual({ announced_on: 'future' })
  expect(wrongDaysOf(given('2026-11-20', '2026-11-19'), today)).toEqual({ effective_on: 'early' })
  expect(faultsOf({ ...given('2026-11-20', '2026-11-19'), text: null }, today)).toEqual([
    'effective_on',
    'text',
  ])
})

it('says areas in their size', () => {
  const areas = JSON.parse(readFileSync('../tests/contract/areas.json', 'utf8')) as [
    number,
    string,
  ][]
  for (const [m2, words] of areas) expect(areaText(m2)).toBe(words)
})

it('shows on the map what is not in force: the version to come, else the last one', () => {
  const versions = (...states: Version['state'][]) =>
    states.map((state, at) => ({ state, version: at + 1 }) as Version)
  expect(toLookAt(versions('ended', 'in_force', 'announced'))).toBeNull()
  expect(toLookAt(versions('announced'))?.version).toBe(1)
  expect(toLookAt(versions('ended', 'ended'))?.version).toBe(2)
  expect(toLookAt(versions('ended', 'replaced'))?.version).toBe(1)
  expect(toLookAt([])).toBeNull()
})
