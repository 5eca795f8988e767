import { describe, expect, it } from 'vitest'
import { buildSources, type Content } from './sources'
import { makeStyle } from './style'
import { NO_AREAS } from './types'

const content: Content = {
  districts: NO_AREAS,
  zones: NO_AREAS,
  drafts: NO_AREAS,
  records: [{ id: 'incident:1', mark: 'comet', lon: 120.7, lat: 30.7 }],
  me: { lon: 120.7, lat: 30.7, accuracy: 12 },
  track: [{ lon: 120.7, lat: 30.7 }],
  circle: { lon: 120.7, lat: 30.7, accuracy: 60, certainty: 'uncertain' },
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

  it('shows an unknown kind, one point as no track, and an uncertain circle as such', () => {
    const data = buildSources(content)
    expect(data.records.features[0]!.properties).toMatchObject({ mark: 'other', family: 'other' })
    expect(data.track.features).toEqual([])
    expect(data.circle.features[0]!.properties).toEqual({ uncertain: true })
  })
})
