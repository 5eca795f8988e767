// @vitest-environment node
import { expect, it } from 'vitest'
import { bestOf, type Fix } from './position'

const NOW = Date.parse('2026-11-21T06:30:00Z')
const fix = (accuracy_m: number, ageS: number): Fix => ({
  lon: 0,
  lat: 0,
  accuracy_m,
  provider: 'fused',
  fixed_at: new Date(NOW - ageS * 1000).toISOString(),
})

it.each<[string, Fix[], number | undefined]>([
  ['nothing is known', [], undefined],
  ['the first fix is kilometres off', [fix(3000, 2), fix(12, 0)], 12],
  ['an older one is better by more than a walk', [fix(6, 4), fix(40, 0)], 6],
  ['the better one is too old', [fix(6, 18), fix(20, 0)], 20],
])('the best fix when %s', (_name, known, expected) => {
  expect(bestOf(known, NOW)?.accuracy_m).toBe(expected)
})
