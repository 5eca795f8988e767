import { expect, it } from 'vitest'
import { entriesFor } from './entries'

const names = (...roles: Parameters<typeof entriesFor>[0]) =>
  entriesFor(roles).map(({ name }) => name)

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
