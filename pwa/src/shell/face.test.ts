// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { faceOf } from './face'

it('the chip says nothing about delivery before the phone knows', () => {
  expect(faceOf(null, 'online').name).toBe('reading')
})

describe('the chip has four faces', () => {
  it.each([
    [{ waiting: 0, look: 0 }, 'online', 'sent'],
    [{ waiting: 2, look: 0 }, 'online', 'waiting'],
    [{ waiting: 2, look: 0 }, 'trouble', 'waiting'],
    [{ waiting: 2, look: 0 }, 'offline', 'offline'],
    [{ waiting: 0, look: 0 }, 'captive', 'offline'],
    [{ waiting: 2, look: 1 }, 'offline', 'look'],
  ] as const)('%j and %s: %s', (counts, reach, name) => {
    expect(faceOf({ ...counts, drafts: 0 }, reach).name).toBe(name)
  })
})
