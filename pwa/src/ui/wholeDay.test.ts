import { expect, it } from 'vitest'
import { isWholeDay } from './wholeDay'

it.each([
  ['2026-11-23', true],
  ['2028-02-29', true],
  ['2026-02-29', false],
  ['2020-02-30', false],
  ['2026-11-31', false],
  ['0026-11-23', false],
  ['2026-11', false],
  ['today', false],
  ['', false],
  [null, false],
])('%s is a day: %s', (text, whole) => expect(isWholeDay(text)).toBe(whole))
