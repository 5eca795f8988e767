import { expect, it } from 'vitest'
import type { ShownPlan } from './rules'
import { asksAboutStart, isOddStart, startOf } from './times'

const shown = (type: ShownPlan['type'], from: string, isNew = false): ShownPlan => {
  return { id: 'r', kind: 'rosters', isNew, type, from }
}

it.each([
  ['evening', '06:30', true],
  ['evening', '18:30', false],
  ['evening', '00:30', false],
  ['evening', '12:00', false],
  ['morning', '19:00', true],
  ['morning', '06:30', false],
  ['morning', '12:00', true],
  ['peak', '06:30', false],
  ['daily', '03:00', false],
] as const)('a round of kind %s at %s is odd: %s', (type, from, odd) =>
  expect(isOddStart({ type, from })).toBe(odd),
)

it('asks once, and only of what is being written', () => {
  const evening = shown('evening', '06:30')
  expect(asksAboutStart(shown('evening', '06:30', true), {}, null)).toBe(true)
  expect(asksAboutStart(evening, { from: '06:30' }, null)).toBe(true)
  expect(asksAboutStart(evening, { type: 'evening' }, null)).toBe(true)
  expect(asksAboutStart(evening, { exceptions: [] }, null)).toBe(false)
  expect(asksAboutStart(evening, { from: '06:30' }, startOf(evening))).toBe(false)
  expect(asksAboutStart(shown('morning', '20:00'), { from: '20:00' }, startOf(evening))).toBe(true)
})
