import { describe, expect, it } from 'vitest'
import { allFilters } from './filters'
import {
  countsOf,
  itemOf,
  mapRecords,
  neighbour,
  newestFirst,
  shortFingerprint,
  shown,
} from './rules'
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

const incident = itemOf(feature({}))
const bite = itemOf(feature({ type: 'bite', action: 'case_proposed', zone_certainty: 'uncertain' }))
const capture = itemOf(
  feature({ kind: 'capture', type: null, action: null, zone_certainty: 'outside', zone: null }),
)
const talk = itemOf(
  feature(
    { kind: 'persuasion', type: 'faeces', action: null, zone: null, zone_certainty: null },
    null,
  ),
)
const items = [incident, bite, capture, talk]

describe('what is shown', () => {
  it('is everything while nothing is unticked, even without position or action', () => {
    expect(shown(items, allFilters())).toHaveLength(4)
  })

  it('counts a persuasion as persuaded and leaves captures out when an action is chosen', () => {
    expect(shown(items, { ...allFilters(), actions: ['persuaded'] })).toEqual([incident, talk])
  })

  it('goes by type, certainty, zone and words', () => {
    expect(shown(items, { ...allFilters(), types: ['bite'] })).toEqual([bite])
    expect(shown(items, { ...allFilters(), certainties: ['uncertain', 'outside'] })).toEqual([
      bite,
      capture,
    ])
    expect(shown(items, { ...allFilters(), zone: 'z1' })).toEqual([incident, bite])
    expect(shown(items, { ...allFilters(), words: ' 东栅 ' })).toHaveLength(4)
    expect(shown(items, { ...allFilters(), words: bite.id })).toEqual([bite])
  })

  it('never hides a kind this client does not know', () => {
    const comet = itemOf(feature({ type: 'comet' }))
    expect(shown([comet], { ...allFilters(), types: [] })).toEqual([comet])
  })
})

describe('counts', () => {
  it('say what ticking would bring, not what is ticked', () => {
    const counts = countsOf(items, { ...allFilters(), types: ['bite'] })
    expect(counts.families.get('walk')).toBe(1)
    expect(counts.types.get('persuasion')).toBe(1)
    expect(counts.actions.get('case_proposed')).toBe(1)
    expect(counts.actions.get('persuaded')).toBeUndefined()
  })
})

describe('map and list', () => {
  it('carry the same records, but for those without a position', () => {
    expect(mapRecords(items).map(({ id }) => id)).toEqual([incident.key, bite.key, capture.key])
    expect(mapRecords([capture])[0]!.mark).toBe('stray')
  })

  it('are newest first, and know who comes next', () => {
    const sorted = newestFirst(items)
    expect(sorted[0]!.captured_at >= sorted[1]!.captured_at).toBe(true)
    expect(neighbour(items, bite.key, 1)).toBe(capture.key)
    expect(neighbour(items, incident.key, -1)).toBeNull()
    expect(neighbour(items, 'incident:gone', 1)).toBeNull()
  })
})

it('shortens a fingerprint to its ends', () => {
  expect(shortFingerprint(`9f2c41d8${'0'.repeat(52)}e07a`)).toBe('9f2c 41d8 … e07a')
})
