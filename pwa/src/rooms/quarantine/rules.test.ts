// @vitest-environment node
import { expect, it } from 'vitest'
import { dataOf, linesOf, unreadable } from './rules'

const DATA = { note: '毒"记录', count: 2, dog: { tag: '1' }, keeper: null }

it('brings back what nobody has touched', () => {
  expect(dataOf(linesOf(DATA))).toEqual(DATA)
})

it('takes what was mended, added as text, and taken away', () => {
  const lines = linesOf(DATA).filter(({ field }) => field !== 'keeper')
  lines[1]!.text = '3'
  expect(dataOf(lines)).toEqual({ note: '毒"记录', count: 3, dog: { tag: '1' } })
})

it('names what is no JSON any more', () => {
  const lines = linesOf(DATA)
  lines[2]!.text = '{"tag": '
  expect(unreadable(lines)).toEqual(['dog'])
})

it.each([null, 'text', [1]])('has no lines for %j', (data) => {
  expect(linesOf(data)).toEqual([])
})
