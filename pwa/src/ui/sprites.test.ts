import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { familySprite, markSprite, spriteEdge } from './sprites'

const drawn: string[] = []

/** The test browser has no canvas: record what is asked of it. */
function fakeContext(): Partial<CanvasRenderingContext2D> {
  return {
    setTransform: vi.fn(),
    stroke: vi.fn(() => drawn.push('stroke')),
    fill: vi.fn(() => drawn.push('fill')),
    fillText: vi.fn((text: string) => drawn.push(text)),
    getImageData: ((_x: number, _y: number, width: number, height: number) => ({
      data: new Uint8ClampedArray(width * height * 4),
    })) as never,
  }
}

beforeEach(() => {
  drawn.length = 0
  vi.stubGlobal('Path2D', class {})
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockImplementation(
    () => fakeContext() as never,
  )
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

const token = (name: string) => name

describe('sprites', () => {
  it('are square, in device pixels', () => {
    expect(spriteEdge(34, 2)).toBe(68)
    const sprite = markSprite('unleashed', 34, 2, token)
    expect([sprite.width, sprite.height, sprite.data.length]).toEqual([68, 68, 68 * 68 * 4])
  })

  it('lay the halo under the shape and the character on top', () => {
    markSprite('unleashed', 34, 1, token)
    expect(drawn).toEqual(['stroke', 'fill', 'stroke', '绳'])
  })

  it('leave the character out below 20 px', () => {
    markSprite('unleashed', 16, 1, token)
    familySprite('walk', 30, 1, token)
    expect(drawn).not.toContain('绳')
  })
})
