// @vitest-environment node
import { expect, it } from 'vitest'
import { entriesFor } from './entries'

const names = (...roles: Parameters<typeof entriesFor>[0]) =>
  entriesFor(roles, () => false).map(({ name }) => name)

it('shows the page of zones to whoever may read drafts', () => {
  const shown = entriesFor([], (kind, action) => `${kind} ${action}` === 'zone_draft read')
  expect(shown.map(({ name }) => name)).toEqual(['desk-zones', 'desk-me'])
})

it('shows the work list, with its count, to whoever may list reviews', () => {
  const shown = entriesFor([], (kind, action) => `${kind} ${action}` === 'review list')
  expect(shown.map(({ name, counts }) => [name, counts])).toEqual([
    ['desk-review', true],
    ['desk-me', undefined],
  ])
})

it('shows each role only its own rooms', () => {
  expect(names('supervisor')).toEqual(['desk-map', 'desk-waiting', 'desk-board', 'desk-me'])
  expect(names('administrator')).toEqual([
    'desk-people',
    'desk-teams',
    'desk-quarantine',
    'desk-audit',
    'desk-me',
  ])
  expect(names('officer')).toEqual(['desk-me'])
  expect(names('supervisor', 'administrator')).toHaveLength(8)
})
