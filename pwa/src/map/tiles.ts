/** Layers of records that come as vector tiles: clusters and single marks, or heat. */
import type {
  ExpressionSpecification,
  HeatmapLayerSpecification,
  LayerSpecification,
  SourceSpecification,
  SymbolLayerSpecification,
} from 'maplibre-gl'
import { familyOf, KIND_CODES } from '@/ui/kinds'
import type { TokenReader } from '@/ui/theme'
import { fonts } from './areas'
import { MARKS_FROM_ZOOM } from './points'
import { ringName, RING_SIZES } from './rings'
import type { RecordTiles } from './types'

export const TILE_SOURCES = ['records', 'heat'] as const
export const RECORD_TILES = 'tile-records'
export const HEAT_TILES = 'tile-heat'
/** A cell has 8 pixels: each warms its neighbours, and a full one amid full ones is as hot as can be. */
const HEAT_RADIUS_PX = 20
const HEAT_INTENSITY = 1.1
/** From here on the server makes no finer tiles: the last ones are drawn larger. */
const LAST_ZOOM = 20

export const sourceName = (layer: (typeof TILE_SOURCES)[number]) =>
  layer === 'heat' ? HEAT_TILES : RECORD_TILES

export function tileSources(tiles: RecordTiles | null): Record<string, SourceSpecification> {
  if (!tiles) return {}
  const entries = TILE_SOURCES.map((layer) => [
    sourceName(layer),
    { type: 'vector', tiles: [tiles[layer]], minzoom: 0, maxzoom: LAST_ZOOM },
  ])
  return Object.fromEntries(entries) as Record<string, SourceSpecification>
}

/** How a large number is shortened: from which one on, in what, with which sign. */
export interface Shortened {
  from: number
  unit: number
  sign: string
}

function countText({ from, unit, sign }: Shortened): ExpressionSpecification {
  const count: ExpressionSpecification = ['get', 'count']
  const tenths: ExpressionSpecification = ['/', ['round', ['/', count, unit / 10]], 10]
  return ['case', ['<', count, from], ['to-string', count], ['concat', ['to-string', tenths], sign]]
}

const ringImage: ExpressionSpecification = [
  'concat',
  [
    'step',
    ['get', 'count'],
    ringName(RING_SIZES[0], ''),
    10,
    ringName(RING_SIZES[1], ''),
    100,
    ringName(RING_SIZES[2], ''),
  ],
  ['get', 'shares'],
]

const dotImage = [
  'match',
  ['get', 'mark'],
  ...KIND_CODES.flatMap((code) => [code, `dot-${familyOf(code)}`]),
  'dot-other',
] as unknown as ExpressionSpecification

const OVER: SymbolLayerSpecification['layout'] = {
  'icon-allow-overlap': true,
  'icon-ignore-placement': true,
  'text-allow-overlap': true,
  'text-ignore-placement': true,
}

const visible = (is: boolean) => ({ visibility: is ? ('visible' as const) : ('none' as const) })

function clusters(token: TokenReader, short: Shortened, shown: boolean): LayerSpecification {
  return {
    id: 'clusters',
    type: 'symbol',
    source: RECORD_TILES,
    'source-layer': 'clusters',
    layout: {
      ...OVER,
      ...visible(shown),
      'icon-image': ringImage,
      'text-field': countText(short),
      'text-font': fonts(token),
      'text-size': ['step', ['get', 'count'], 12, 100, 13, 1000, 12],
      'symbol-sort-key': ['get', 'count'],
    },
    paint: { 'text-color': token('--qx-ink') },
  }
}

function singles(shown: boolean): LayerSpecification {
  return {
    id: 'singles',
    type: 'symbol',
    source: RECORD_TILES,
    'source-layer': 'records',
    layout: {
      ...OVER,
      ...visible(shown),
      'icon-image': [
        'step',
        ['zoom'],
        dotImage,
        MARKS_FROM_ZOOM,
        ['concat', 'mark-', ['get', 'mark']],
      ],
    },
  }
}

/** One hue: the more, the stronger. */
function heat(token: TokenReader, shown: boolean): HeatmapLayerSpecification {
  const low = token('--qx-m-heat-low')
  return {
    id: 'heat',
    type: 'heatmap',
    source: HEAT_TILES,
    'source-layer': 'heat',
    layout: visible(shown),
    paint: {
      'heatmap-weight': ['^', ['/', ['get', 'heat'], 255], 0.75],
      'heatmap-radius': HEAT_RADIUS_PX,
      'heatmap-intensity': HEAT_INTENSITY,
      'heatmap-opacity': 0.88,
      'heatmap-color': [
        'interpolate',
        ['linear'],
        ['heatmap-density'],
        0,
        `${low}00`,
        0.1,
        low,
        0.42,
        token('--qx-m-heat-mid'),
        1,
        token('--qx-m-heat-high'),
      ],
    },
  }
}

/** Below the names: what is hot keeps its name. */
export function tileHeat(token: TokenReader, tiles: RecordTiles | null): LayerSpecification[] {
  return tiles ? [heat(token, tiles.mode === 'heat')] : []
}

export function tileMarks(
  token: TokenReader,
  tiles: RecordTiles | null,
  short: Shortened,
): LayerSpecification[] {
  if (!tiles) return []
  const shown = tiles.mode === 'marks'
  return [singles(shown), clusters(token, short, shown)]
}
