// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { allFilters } from './filters'
import { areaOfBox, tilesOf, windowFrom, windowText, wishOf } from './wish'

const NOW = Date.parse('2026-11-21T04:00:00Z')

describe('a wish', () => {
  it('asks for the last seven days and nothing else when nothing is chosen', () => {
    const { from, to, ...rest } = wishOf(allFilters(), null, NOW)
    expect([from, to]).toEqual(['2026-11-15', '2026-11-21'])
    expect(Object.values(rest).every((value) => value === null)).toBe(true)
  })

  it('names what is ticked, and says so when nothing is', () => {
    const filters = { ...allFilters(), types: ['bite' as const], actions: [] }
    expect(wishOf(filters, null, NOW)).toMatchObject({ type: 'bite', action: 'none' })
  })

  it('is of the window when there is one', () => {
    const window = windowFrom('2026-11-18T06~2026-11-18T12')!
    expect(wishOf(allFilters(), window, NOW)).toMatchObject({
      from: '2026-11-18T06:00:00+08:00',
      to: '2026-11-18T12:00:00+08:00',
    })
    expect(windowText(window)).toBe('2026-11-18T06~2026-11-18T12')
  })

  it('knows no window that ends before it begins, nor one written by hand', () => {
    for (const text of ['2026-11-18T12~2026-11-18T06', '2026-11-18~2026-11-19', 'x', null])
      expect(windowFrom(text)).toBeNull()
  })
})

describe('tiles', () => {
  it('are those of the wish, but for the area', () => {
    const wish = { ...wishOf(allFilters(), null, NOW), area: areaOfBox([120, 30, 121, 31]) }
    const { records, heat, mode } = tilesOf(wish, 'clusters', 'https://dogs.example')
    const path = '/api/v1/tiles/records/{z}/{x}/{y}.mvt?from=2026-11-15&to=2026-11-21'
    expect(records).toBe(`https://dogs.example${path}`)
    expect(heat).toContain('/tiles/heat/')
    expect(mode).toBe('marks')
  })

  it('are finer as points, and heat is heat', () => {
    expect(tilesOf({}, 'points', '').records).toContain('grid=fine')
    expect(tilesOf({}, 'heat', '').mode).toBe('heat')
  })
})
