// @vitest-environment node
import { expect, it } from 'vitest'
import { nearestStop, nextStop } from './sheet'

it('comes to rest at the nearest of three stops', () => {
  expect(nearestStop(150, 700)).toBe('peek')
  expect(nearestStop(380, 700)).toBe('half')
  expect(nearestStop(640, 700)).toBe('full')
})

it('goes round by key', () => {
  expect(nextStop('peek')).toBe('half')
  expect(nextStop('full')).toBe('peek')
})
