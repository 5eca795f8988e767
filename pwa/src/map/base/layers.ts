/** Layers of a base map: pictures of a server, or an office's own vector tiles in the schema of Protomaps, in our colours. */
import type {
  ExpressionSpecification,
  FilterSpecification,
  LayerSpecification,
  SourceSpecification,
} from 'maplibre-gl'
import { currentLanguage } from '@/i18n'
import type { TokenReader } from '@/ui/theme'
import { fonts } from '../areas'

export const BASE = 'base'

/** What lies below: sources, layers below all of ours, and names above our areas. */
export interface BaseStyle {
  sources: Record<string, SourceSpecification>
  ground: LayerSpecification[]
  names: LayerSpecification[]
}

export const EMPTY_BASE: BaseStyle = { sources: {}, ground: [], names: [] }

/** At night a picture made for the day is dimmed; in the sun it is left as it is. */
const DIMMED = {
  'raster-brightness-max': 0.55,
  'raster-saturation': -0.4,
  'raster-contrast': 0.1,
} as const
const CALM = { 'raster-saturation': -0.25 } as const

const picture = (source: string, dark: boolean): LayerSpecification => ({
  id: source,
  type: 'raster',
  source,
  paint: { 'raster-fade-duration': 0, ...(dark ? DIMMED : CALM) },
})

/** `sources`: each a layer of pictures, the lowest first. */
export function pictures(sources: Record<string, SourceSpecification>, dark: boolean): BaseStyle {
  return { sources, ground: Object.keys(sources).map((name) => picture(name, dark)), names: [] }
}

const kindIn = (...kinds: string[]): FilterSpecification => [
  'in',
  ['get', 'kind'],
  ['literal', kinds],
]
const GREEN = [
  'park',
  'forest',
  'wood',
  'grass',
  'grassland',
  'nature_reserve',
  'cemetery',
  'golf_course',
  'meadow',
  'recreation_ground',
  'village_green',
  'garden',
]
const WIDE: ExpressionSpecification = [
  'match',
  ['get', 'kind'],
  'highway',
  2.4,
  'major_road',
  1.7,
  'minor_road',
  1,
  0.6,
]

/** Pixels of a road at a zoom: streets a patrol walks are as wide as they are close up. */
function roadWidth(more: number): ExpressionSpecification {
  const at = (pixels: number): ExpressionSpecification => ['+', ['*', WIDE, pixels], more]
  return [
    'interpolate',
    ['exponential', 1.6],
    ['zoom'],
    8,
    at(0.4),
    13,
    at(1.6),
    16,
    at(5),
    19,
    at(18),
  ]
}

const fill = (
  id: string,
  layer: string,
  colour: string,
  filter?: FilterSpecification,
): LayerSpecification => ({
  id: `base-${id}`,
  type: 'fill',
  source: BASE,
  'source-layer': layer,
  ...(filter ? { filter } : {}),
  paint: { 'fill-color': colour },
})

const road = (id: string, colour: string, more: number): LayerSpecification => ({
  id: `base-${id}`,
  type: 'line',
  source: BASE,
  'source-layer': 'roads',
  filter: kindIn('highway', 'major_road', 'minor_road', 'path'),
  layout: { 'line-cap': 'round', 'line-join': 'round' },
  paint: { 'line-color': colour, 'line-width': roadWidth(more) },
})

function nameField(): ExpressionSpecification {
  const own = currentLanguage() === 'en' ? 'name:en' : 'name:zh'
  return ['coalesce', ['get', own], ['get', 'name']]
}

/** An archive of vector tiles: water, green, buildings, roads, and the names of roads and places. */
export function vectors(token: TokenReader, source: SourceSpecification): BaseStyle {
  const named = {
    paint: {
      'text-color': token('--qx-m-label'),
      'text-halo-color': token('--qx-m-label-halo'),
      'text-halo-width': 1.4,
    },
  }
  return {
    sources: { [BASE]: source },
    ground: [
      fill('earth', 'earth', token('--qx-m-district')),
      fill('green', 'landuse', token('--qx-m-green'), kindIn(...GREEN)),
      fill('water', 'water', token('--qx-m-water'), ['==', ['geometry-type'], 'Polygon']),
      {
        id: 'base-river',
        type: 'line',
        source: BASE,
        'source-layer': 'water',
        filter: ['==', ['geometry-type'], 'LineString'],
        paint: { 'line-color': token('--qx-m-water'), 'line-width': 1.4 },
      },
      {
        ...fill('buildings', 'buildings', token('--qx-m-building')),
        minzoom: 14,
      } as LayerSpecification,
      road('road-cases', token('--qx-m-road-case'), 1.6),
      road('roads', token('--qx-m-road'), 0),
    ],
    names: [
      {
        id: 'base-road-names',
        type: 'symbol',
        source: BASE,
        'source-layer': 'roads',
        minzoom: 13,
        filter: kindIn('highway', 'major_road', 'minor_road'),
        layout: {
          'symbol-placement': 'line',
          'text-field': nameField(),
          'text-font': fonts(token),
          'text-size': 12,
          'text-max-angle': 30,
        },
        ...named,
      },
      {
        id: 'base-place-names',
        type: 'symbol',
        source: BASE,
        'source-layer': 'places',
        filter: ['!', kindIn('country', 'region')] as FilterSpecification,
        layout: { 'text-field': nameField(), 'text-font': fonts(token), 'text-size': 12 },
        ...named,
      },
    ],
  }
}
