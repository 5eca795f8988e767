// @vitest-environment node
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { boundsAlong, collectionDrawn, geometryAlong, PLAIN } from '../frame'
import { buildSources, type Content } from '../sources'
import { makeStyle } from '../style'
import { NO_AREAS, NO_WALKS } from '../types'
import { fetchAll, forget, octets, octetsHere, PIECE } from './chunks'
import { GCJ_FRAME } from './gcj'
import { pictures, vectors } from './layers'

/** Worked out by the server's own formulas (geo/shifted.py). */
const PAIRS = [
  [120.755, 30.746, 120.75931956557285, 30.74370002431858],
  [117.15, 39.12, 117.1563929532921, 39.12111879763937],
  [120.7, 30.6, 120.7042607318518, 30.59758851990594],
  [151.2, -33.8, 151.2, -33.8],
] as const
const token = (name: string) => (name === '--qx-m-land' ? '#10191C' : name)
const short = { from: 10_000, unit: 10_000, sign: '万' }

describe('over a base map in GCJ-02', () => {
  it.each(PAIRS)('%f, %f is drawn where the server says, and leads back', (lon, lat, x, y) => {
    const drawn = GCJ_FRAME.drawn({ lon, lat })
    expect(drawn.lon).toBeCloseTo(x, 9)
    expect(drawn.lat).toBeCloseTo(y, 9)
    const back = GCJ_FRAME.ground(drawn)
    expect(back.lon).toBeCloseTo(lon, 9)
    expect(back.lat).toBeCloseTo(lat, 9)
  })

  it('shifts every corner of every shape and nothing of what was given', () => {
    const ring = [
      [120.7, 30.6],
      [120.755, 30.746],
      [120.8, 30.6],
      [120.7, 30.6],
    ]
    const given = { type: 'MultiPolygon' as const, coordinates: [[ring]] }
    const before = JSON.stringify(given)
    const shifted = geometryAlong(GCJ_FRAME.drawn, given)
    expect(shifted.coordinates[0]![0]![1]![0]).toBeCloseTo(120.7593195656, 9)
    expect(JSON.stringify(given)).toBe(before)
    const back = geometryAlong(GCJ_FRAME.ground, shifted)
    expect(back.coordinates[0]![0]![2]![0]).toBeCloseTo(120.8, 9)
  })

  it('shifts sources and boxes; without one nothing is touched', () => {
    const content = { ...emptyContent(), me: { lon: 120.7, lat: 30.6, accuracy: 12 } }
    const [point] = buildSources(content, GCJ_FRAME).me.features
    expect(point!.geometry).toMatchObject({ type: 'Point' })
    expect((point!.geometry as GeoJSON.Point).coordinates[0]).toBeCloseTo(120.7042607, 7)
    expect(boundsAlong(GCJ_FRAME.drawn, [120.7, 30.6, 120.755, 30.746])[2]).toBeCloseTo(
      120.7593196,
      7,
    )
    expect(collectionDrawn(PLAIN, NO_AREAS)).toBe(NO_AREAS)
  })
})

describe('the style with a base map', () => {
  const styleOf = (base: Parameters<typeof makeStyle>[5]) =>
    makeStyle(token, buildSources(emptyContent()), null, null, short, base)

  it('lies below everything of ours, and districts do not cover it', () => {
    const source = { type: 'raster' as const, tiles: ['/t/{z}/{x}/{y}'] }
    const ids = styleOf(pictures({ 'base-0': source, 'base-1': source }, true)).layers.map(
      ({ id }) => id,
    )
    expect(ids.slice(0, 3)).toEqual(['land', 'base-0', 'base-1'])
    expect(ids).toContain('districts-line')
    expect(ids).not.toContain('districts-fill')
    expect(styleOf(undefined).layers.map(({ id }) => id)).toContain('districts-fill')
  })

  it('takes the colours of vector tiles from the tokens, and draws from its one source', () => {
    const style = styleOf(vectors(token, { type: 'vector', tiles: ['pmtiles://x/{z}/{x}/{y}'] }))
    const own = style.layers.filter(({ id }) => id.startsWith('base-'))
    expect(own.find(({ id }) => id === 'base-water')).toMatchObject({
      paint: { 'fill-color': '--qx-m-water' },
    })
    expect(new Set(own.map((layer) => 'source' in layer && layer.source))).toEqual(
      new Set(['base']),
    )
    const names = style.layers.findIndex(({ id }) => id === 'base-road-names')
    expect(names).toBeGreaterThan(style.layers.findIndex(({ id }) => id === 'zones-fill'))
  })
})

describe('the file on this phone', () => {
  const bytes = new Uint8Array(2 * PIECE + 1000).map((_, at) => at % 251)
  const file = { size: bytes.length, version: 'v1' }
  let asked: string[] = []
  let breaks = Infinity

  beforeEach(async () => {
    await forget()
    asked = []
    breaks = Infinity
    vi.stubGlobal('fetch', (_url: string, init: RequestInit) => {
      const range = (init.headers as Record<string, string>).Range!
      if (asked.length >= breaks) return Promise.reject(new TypeError('Failed to fetch'))
      asked.push(range)
      const [from, to] = /bytes=(\d+)-(\d+)/.exec(range)!.slice(1).map(Number)
      return Promise.resolve(
        new Response(bytes.slice(from, to! + 1), { status: 206, headers: { ETag: '"v1"' } }),
      )
    })
  })

  it('goes on where it broke off, and gives back any octets', async () => {
    breaks = 1
    await expect(fetchAll(file, () => undefined, new AbortController().signal)).rejects.toThrow()
    expect(await octetsHere(file)).toBe(PIECE)
    expect(await octets('v1', PIECE - 5, 10)).toBeNull()
    breaks = Infinity
    const told: number[] = []
    await fetchAll(file, (here) => told.push(here), new AbortController().signal)
    expect(told).toEqual([2 * PIECE, file.size])
    expect(asked).toHaveLength(3)
    for (const [from, length] of [
      [0, 7],
      [PIECE - 5, 10],
      [PIECE - 1, PIECE + 2],
      [file.size - 3, 3],
    ] as const)
      expect(
        Buffer.from((await octets('v1', from, length))!).equals(bytes.slice(from, from + length)),
      ).toBe(true)
  })

  it('gives nothing of another version, and makes room for the new one', async () => {
    await fetchAll(file, () => undefined, new AbortController().signal)
    expect(await octets('v2', 0, 10)).toBeNull()
    await expect(
      fetchAll({ ...file, version: 'v2' }, () => undefined, new AbortController().signal),
    ).rejects.toThrow('another file')
    expect(await octetsHere(file)).toBe(0)
  })

  it('stops when it is told to', async () => {
    const stop = new AbortController()
    await expect(fetchAll(file, () => stop.abort(), stop.signal)).rejects.toThrow()
    expect(await octetsHere(file)).toBe(PIECE)
  })
})

function emptyContent(): Content {
  return {
    districts: NO_AREAS,
    zones: NO_AREAS,
    drafts: NO_AREAS,
    places: [],
    records: [],
    me: null,
    walks: NO_WALKS,
    track: [],
    circle: null,
    loop: [],
    spots: [],
  }
}
