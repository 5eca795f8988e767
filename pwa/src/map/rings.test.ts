// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { readRing, RING_SIZES, ringName, SHARE_ORDER } from './rings'

describe('a ring', () => {
  it('is read from the name that the style asks for', () => {
    expect(readRing(ringName(RING_SIZES[1], '60004002'))).toEqual({
      size: 38,
      shares: [
        { family: 'walk', twelfths: 6 },
        { family: 'place', twelfths: 4 },
        { family: 'other', twelfths: 2 },
      ],
    })
    expect(readRing(ringName(30, 'c0000000'))?.shares).toEqual([{ family: 'walk', twelfths: 12 }])
  })

  it('is of no other name', () => {
    for (const name of ['mark-unleashed', 'ring-38-6000', 'ring-38-6000400g', 'ring--00000000'])
      expect(readRing(name)).toBeNull()
  })

  it('knows every family once', () => {
    expect(new Set(SHARE_ORDER).size).toBe(8)
  })
})
