// @vitest-environment node
import { expect, it } from 'vitest'
import { backoff } from './backoff'

it.each([
  [0, 5_000],
  [1, 10_000],
  [3, 40_000],
  [6, 300_000],
  [40, 300_000],
])('waits about right before try %i', (attempt, expected) => {
  expect(backoff(attempt, () => 0.5)).toBe(expected)
  expect(backoff(attempt, () => 0)).toBe(expected * 0.75)
})
