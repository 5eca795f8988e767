// @vitest-environment node
import { readFileSync } from 'node:fs'
import type { Polygon } from 'geojson'
import { describe, expect, it } from 'vitest'
import { startMs, ZoneTimeline } from './timeline'
import { ZoneIndex, type KeyZone } from './zones'

interface Contract {
  zones: { id: string; valid_from: string; valid_until: string | null; geometry: Polygon }[]
  points: {
    lon: number
    lat: number
    accuracy_m: number
    at: string
    certainty: string
    zone_id: string | null
  }[]
}

const contract = JSON.parse(readFileSync('../tests/contract/zones.json', 'utf8')) as Contract

function square(id: string, west: number, south: number, size = 0.01): KeyZone {
  const [east, north] = [west + size, south + size]
  const ring = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ]
  return { id, geometry: { type: 'Polygon', coordinates: [ring] } }
}

describe('zones', () => {
  it('answers every sample as the server does', () => {
    const timeline = new ZoneTimeline(
      contract.zones.map((zone) => ({
        id: zone.id,
        geometry: zone.geometry,
        validFromMs: startMs(zone.valid_from),
        validUntilMs: zone.valid_until === null ? null : startMs(zone.valid_until),
      })),
    )
    expect(contract.points.length).toBeGreaterThanOrEqual(300)
    for (const point of contract.points) {
      const found = timeline.classify(point.lon, point.lat, point.accuracy_m, startMs(point.at))
      const wanted = { certainty: point.certainty, zoneId: point.zone_id }
      expect({ point, ...found }).toEqual({ point, ...wanted })
    }
  })

  it('is sure on the seam of two zones, unsure at its end', () => {
    const index = new ZoneIndex([square('a', 120, 30), square('b', 120.01, 30)])
    expect(index.classify(120.0101, 30.005, 20)).toEqual({ certainty: 'inside', zoneId: 'b' })
    expect(index.classify(120.01, 30.005, 0).certainty).toBe('inside')
    expect(index.classify(120.0101, 30.0101, 20).certainty).toBe('uncertain')
  })

  it('does not take the ground just outside for a seam', () => {
    const index = new ZoneIndex([square('a', 120, 30)])
    expect(index.classify(120.0100005, 30.005, 0.01)).toEqual({
      certainty: 'outside',
      zoneId: null,
    })
  })

  it('knows no zone before the first', () => {
    const version = {
      ...square('a', 120, 30),
      validFromMs: startMs('2026-07-01'),
      validUntilMs: null,
    }
    const timeline = new ZoneTimeline([version])
    expect(timeline.classify(120.005, 30.005, 5, startMs('2026-07-01') - 1).certainty).toBe(
      'outside',
    )
    expect(timeline.classify(120.005, 30.005, 5, startMs('2026-07-01')).certainty).toBe('inside')
  })

  it('refuses what is no number', () => {
    expect(() => new ZoneIndex([]).classify(NaN, 30, 5)).toThrow(RangeError)
    expect(() => new ZoneIndex([]).classify(120, 30, -1)).toThrow(RangeError)
    expect(new ZoneIndex([]).classify(120, 30, 5).certainty).toBe('outside')
  })

  it('is quick enough for a phone: 100 zones of 200 corners', () => {
    const zones = Array.from({ length: 100 }, (_, at) =>
      round(`${at}`, 120 + (at % 10) / 50, 30 + at / 500),
    )
    const built = performance.now()
    const index = new ZoneIndex(zones)
    expect(performance.now() - built).toBeLessThan(3000)
    const start = performance.now()
    for (let at = 0; at < 1000; at++) index.classify(120 + at / 5000, 30 + at / 5000, 25)
    expect((performance.now() - start) / 1000).toBeLessThan(2)
  })
})

function round(id: string, lon: number, lat: number): KeyZone {
  const turns = Array.from({ length: 200 }, (_, at) => (at / 200) * 2 * Math.PI)
  const ring = turns.map((turn) => [lon + 0.008 * Math.cos(turn), lat + 0.008 * Math.sin(turn)])
  return { id, geometry: { type: 'Polygon', coordinates: [[...ring, ring[0]!]] } }
}
