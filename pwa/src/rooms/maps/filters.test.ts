// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { KIND_CODES } from '@/ui/kinds'
import {
  addressOf,
  allFilters,
  familyState,
  familyToggled,
  filtersFrom,
  viewFrom,
  viewText,
} from './filters'

describe('filters in the address', () => {
  it('leave it empty when everything is shown', () => {
    expect(addressOf(allFilters())).toEqual({})
    expect(filtersFrom({})).toEqual(allFilters())
  })

  it('come back as they went', () => {
    const filters = {
      ...allFilters(),
      from: '2026-11-17',
      to: '2026-11-21',
      types: ['unleashed' as const, 'stray' as const],
      actions: [],
      certainties: ['uncertain' as const],
      zone: 'z1',
      team: '0198c0de-0000-7000-8000-000000000001',
      organisation: '330402001',
      hours: '06:30-08:00,18:00-20:00',
      area: '120.7,30.7,120.8,30.7,120.8,30.8',
    }
    expect(addressOf(filters)).toMatchObject({ type: 'unleashed,stray', action: 'none' })
    expect(filtersFrom(addressOf(filters))).toEqual(filters)
  })

  it('survive an address written by hand', () => {
    expect(filtersFrom({ type: 'comet', from: 'yesterday', to: ['2026-11-21'] })).toEqual(
      allFilters(),
    )
    expect(filtersFrom({ type: 'bite,comet' }).types).toEqual(['bite'])
    const turned = filtersFrom({ from: '2026-11-21', to: '2026-11-01' })
    expect([turned.from, turned.to]).toEqual(['2026-11-01', '2026-11-21'])
  })
})

describe('the view in the address', () => {
  it('comes back as it went', () => {
    const view = { lon: 120.75512, lat: 30.74621, zoom: 13.2 }
    expect(viewFrom(viewText(view))).toEqual(view)
  })

  it('is nothing when it makes no sense', () => {
    for (const text of ['', 'here', '120.7,30.7', '999,30,12', '120,30,99', undefined])
      expect(viewFrom(text)).toBeNull()
  })
})

describe('families', () => {
  it('are on, partly on or off', () => {
    expect(familyState('walk', KIND_CODES)).toBe('on')
    expect(familyState('walk', ['unleashed'])).toBe('partly')
    expect(familyState('walk', ['bite'])).toBe('off')
  })

  it('toggle as a whole and leave the others alone', () => {
    expect(familyToggled('walk', ['unleashed', 'long_leash', 'bite'])).toEqual(['bite'])
    expect(familyToggled('walk', ['unleashed', 'bite']).sort()).toEqual([
      'bite',
      'long_leash',
      'unleashed',
    ])
  })
})
