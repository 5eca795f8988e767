// @vitest-environment node
import { expect, it } from 'vitest'
import { shortNumber } from './numbers'

it('is the end of a record, in two halves', () => {
  expect(shortNumber('01a20866-bfe6-72da-8def-6cfbe9ee01db')).toBe('E9EE 01DB')
})
