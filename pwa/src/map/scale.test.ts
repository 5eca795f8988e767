// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { metresPerPixel, scaleBar } from './scale'

describe('scale bar', () => {
  it('is the longest round distance that fits', () => {
    for (const zoom of [8, 10.4, 13, 16, 19]) {
      const bar = scaleBar(30.75, zoom, 110)
      expect(bar.pixels).toBeLessThanOrEqual(110)
      expect(bar.pixels).toBeGreaterThan(110 / 2.6)
      expect([1, 2, 5]).toContain(Number(String(bar.metres)[0]))
      expect(bar.metres / metresPerPixel(30.75, zoom)).toBeCloseTo(bar.pixels, -1)
    }
  })

  it('changes to kilometres', () => {
    expect(scaleBar(30.75, 16, 110).text).toBe('100 m')
    expect(scaleBar(30.75, 10, 110).text).toBe('5 km')
  })
})
