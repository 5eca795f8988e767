// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { countsOf, itemOf, neighbour, shortFingerprint, withNewer } from './rules'
import type { RecordFeature, RecordProperties } from './types'

let made = 0

function feature(
  given: Partial<RecordProperties>,
  at: [number, number] | null = [120.7, 30.7],
): RecordFeature {
  made += 1
  return {
    type: 'Feature',
    geometry: at && { type: 'Point', coordinates: at },
    properties: {
      id: `r${made}`,
      kind: 'incident',
      type: 'unleashed',
      action: 'persuaded',
      captured_at: `2026-11-21T10:0${made % 10}:00Z`,
      zone: { id: 'z1', name: '南湖城区', level: 'key', version: 1 },
      zone_certainty: 'inside',
      organisation: { id: '330402001', name: '东栅街道' },
      patrol_id: null,
      photos: [],
      place: '中基路',
      ...given,
    },
  }
}

const minute = (n: number) => `2026-11-21T10:${String(n).padStart(2, '0')}:00Z`
const at = (n: number) => itemOf(feature({ id: `m${n}`, captured_at: minute(n) }))

describe('an item', () => {
  it('has the mark of its kind, and a place when there is one', () => {
    expect(itemOf(feature({ kind: 'capture', type: null })).mark).toBe('stray')
    expect(itemOf(feature({ type: 'bite' })).at).toEqual({ lon: 120.7, lat: 30.7 })
    expect(itemOf(feature({ kind: 'persuasion' }, null)).at).toBeNull()
  })
})

describe('counts', () => {
  it('add up by family, and call other what this client does not know', () => {
    const counts = countsOf({
      type: { unleashed: 3, long_leash: 2, comet: 4, star: 1 },
      action: { persuaded: 9 },
      certainty: { inside: 10 },
    })
    expect(counts.families.get('walk')).toBe(5)
    expect(counts.types.get('other')).toBe(5)
    expect(counts.types.get('bite')).toBe(0)
    expect(counts.actions.get('persuaded')).toBe(9)
  })
})

describe('the list', () => {
  it('takes a first page read again and keeps what is older', () => {
    const before = [at(9), at(8), at(7), at(6), at(5)]
    const first = [at(10), at(9), at(7)] // one is new, one was withdrawn
    expect(withNewer(before, first).map(({ id }) => id)).toEqual(['m10', 'm9', 'm7', 'm6', 'm5'])
    expect(withNewer(before, [])).toEqual(before)
  })

  it('knows who comes next', () => {
    const items = [at(3), at(2), at(1)]
    expect(neighbour(items, items[1]!.key, 1)).toBe(items[2]!.key)
    expect(neighbour(items, items[0]!.key, -1)).toBeNull()
    expect(neighbour(items, 'incident:gone', 1)).toBeNull()
  })
})

it('shortens a fingerprint to its ends', () => {
  expect(shortFingerprint(`9f2c41d8${'0'.repeat(52)}e07a`)).toBe('9f2c 41d8 … e07a')
})
