// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { typeAt, worthPoint } from './rules'

it.each([
  ['06:30', 'morning'],
  ['17:00', 'peak'],
  ['18:30', 'evening'],
  ['13:00', 'daily'],
])('%s suggests %s', (time, type) => {
  expect(typeAt(new Date(`2026-11-21T${time}:00`))).toBe(type)
})

describe('a point of the track', () => {
  const at = (seconds: number, lon = 120.75, accuracy_m = 6) => ({
    lon,
    lat: 30.76,
    accuracy_m,
    at: new Date(seconds * 1000).toISOString(),
  })
  it.each([
    ['the first one counts', undefined, at(0), true],
    ['a rough one does not', undefined, at(0, 120.75, 300), false],
    ['too soon', at(0), at(2, 120.76), false],
    ['a step on', at(0), at(10, 120.7502), true],
    ['standing', at(0), at(10), false],
    ['still standing a minute later', at(0), at(61), true],
  ])('%s', (_name, last, next, expected) => {
    expect(worthPoint(last, next)).toBe(expected)
  })
})
