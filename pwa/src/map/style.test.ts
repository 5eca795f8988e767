// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { buildSources, type Content } from './sources'
import { makeStyle } from './style'
import { NO_AREAS, NO_WALKS } from './types'

const content: Content = {
  districts: NO_AREAS,
  zones: NO_AREAS,
  drafts: NO_AREAS,
  records: [{ id: 'incident:1', mark: 'comet', lon: 120.7, lat: 30.7 }],
  places: [
    {
      id: '1',
      mark: 'site_shelter',
      name: '收容所',
      geometry: { type: 'Point', coordinates: [120.7, 30.7] },
    },
    {
      id: '2',
      mark: 'site_forbidden_place',
      name: '绿道',
      geometry: {
        type: 'Polygon',
        coordinates: [
          [
            [120, 30],
            [120.2, 30],
            [120.2, 30.2],
            [120, 30.2],
            [120, 30],
          ],
        ],
      },
    },
  ],
  me: { lon: 120.7, lat: 30.7, accuracy: 12 },
  walks: NO_WALKS,
  track: [{ lon: 120.7, lat: 30.7 }],
  circle: { lon: 120.7, lat: 30.7, accuracy: 60, certainty: 'uncertain' },
  loop: [],
  spots: [{ lon: 120.7, lat: 30.7 }],
}

describe('the map style', () => {
  const short = { from: 10_000, unit: 10_000, sign: '万' }
  const token = (name: string) => name
  const style = makeStyle(token, buildSources(content), 'incident:1', null, short)

  it('fetches nothing from anywhere', () => {
    expect(style).not.toHaveProperty('glyphs')
    expect(style).not.toHaveProperty('sprite')
    expect(JSON.stringify(style)).not.toMatch(/https?:/)
  })

  it('draws only from sources that exist', () => {
    for (const layer of style.layers)
      if ('source' in layer) expect(style.sources).toHaveProperty(layer.source as string)
  })

  it('draws records from tiles where there are some: marks or heat, never both', () => {
    const at = (mode: 'marks' | 'heat') =>
      makeStyle(token, buildSources(content), null, { records: '/r', heat: '/h', mode }, short)
    const shown = (mode: 'marks' | 'heat') =>
      at(mode)
        .layers.filter((layer) => 'source-layer' in layer)
        .filter(({ layout }) => layout?.visibility === 'visible')
        .map(({ id }) => id)
    expect(shown('marks')).toEqual(['singles', 'clusters'])
    expect(shown('heat')).toEqual(['heat'])
    expect(at('heat').sources['tile-heat']).toMatchObject({ type: 'vector', tiles: ['/h'] })
    expect(Object.keys(style.sources)).not.toContain('tile-records')
  })

  it('takes its colours from the tokens', () => {
    expect(style.layers[0]).toMatchObject({ paint: { 'background-color': '--qx-m-land' } })
  })

  it('marks each place once, and draws the areas of those that have one', () => {
    const data = buildSources(content)
    expect(data.places.features.map(({ properties }) => properties)).toEqual([
      { id: 'place:2', mark: 'site_forbidden_place', name: '绿道' },
    ])
    const marks = data['place-marks'].features
    expect(marks.map(({ properties }) => properties?.id)).toEqual(['place:1', 'place:2'])
    expect(marks[1]!.geometry).toEqual({ type: 'Point', coordinates: [120.1, 30.1] })
    const from = (drawn: typeof style) =>
      new Set(drawn.layers.filter(({ id }) => id.startsWith('place')).map((one) => one.minzoom))
    expect(from(style)).toEqual(new Set([0]))
    const tiles = { records: '/r', heat: '/h', mode: 'marks' } as const
    const among = makeStyle(token, buildSources(content), null, tiles, short)
    expect(from(among)).toEqual(new Set([12])) // there they would hide records
  })

  it('shows an unknown kind, one point as no track, and an uncertain circle as such', () => {
    const data = buildSources(content)
    expect(data.records.features[0]!.properties).toMatchObject({ mark: 'other', family: 'other' })
    expect(data.track.features).toEqual([])
    expect(data.circle.features[0]!.properties).toEqual({ uncertain: true })
  })
})
