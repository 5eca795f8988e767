/** The map's style, made of the tokens. No base map, no sprite file, no glyph server: nothing is fetched. */
import type {
  FilterSpecification,
  LayerSpecification,
  StyleSpecification,
  SymbolLayerSpecification,
} from 'maplibre-gl'
import type { TokenReader } from '@/ui/theme'
import type { Sources } from './sources'

/** From this zoom on a mark carries its character; farther out only the shape is drawn. */
export const MARKS_FROM_ZOOM = 10

function pixels(value: string): number {
  return Number.parseFloat(value) || 2.5
}

/**
 * MapLibre draws all text itself when the style names no glyphs: the names of fonts are enough.
 * It reads the weight out of the first name, so a font nobody has asks for semibold.
 */
function fonts(token: TokenReader): string[] {
  const names = token('--qx-font').split(',')
  return ['Quanxun SemiBold', ...names.map((name) => name.trim().replaceAll('"', ''))]
}

function ground(token: TokenReader): LayerSpecification[] {
  return [
    { id: 'land', type: 'background', paint: { 'background-color': token('--qx-m-land') } },
    {
      id: 'districts-fill',
      type: 'fill',
      source: 'districts',
      paint: { 'fill-color': token('--qx-m-district'), 'fill-antialias': false },
    },
    {
      id: 'districts-line',
      type: 'line',
      source: 'districts',
      layout: { 'line-join': 'round' },
      paint: { 'line-color': token('--qx-m-border'), 'line-width': 1.4 },
    },
  ]
}

function keyZones(token: TokenReader): LayerSpecification[] {
  const width = pixels(token('--qx-m-key-width'))
  return [
    {
      id: 'zones-fill',
      type: 'fill',
      source: 'zones',
      paint: { 'fill-color': token('--qx-m-key-fill') },
    },
    {
      id: 'zones-edge',
      type: 'line',
      source: 'zones',
      layout: { 'line-join': 'round' },
      paint: { 'line-color': token('--qx-m-key-fill'), 'line-width': width * 4 },
    },
    {
      id: 'zones-line',
      type: 'line',
      source: 'zones',
      layout: { 'line-join': 'round' },
      paint: { 'line-color': token('--qx-m-key-line'), 'line-width': width },
    },
  ]
}

function names(token: TokenReader): LayerSpecification[] {
  const paint = {
    'text-halo-color': token('--qx-m-label-halo'),
    'text-halo-width': 1.6,
  }
  return [
    {
      id: 'zone-names',
      type: 'symbol',
      source: 'zone-names',
      minzoom: 10,
      layout: {
        'text-field': ['get', 'name'],
        'text-font': fonts(token),
        'text-size': 13,
        'text-anchor': 'bottom',
        'text-offset': [0, -0.4],
      },
      paint: { ...paint, 'text-color': token('--qx-m-key-line') },
    },
    {
      id: 'district-names',
      type: 'symbol',
      source: 'district-names',
      layout: {
        'text-field': ['get', 'name'],
        'text-font': fonts(token),
        'text-size': 15,
        'text-letter-spacing': 0.06,
      },
      paint: { ...paint, 'text-color': token('--qx-m-label') },
    },
  ]
}

function circles(token: TokenReader): LayerSpecification[] {
  const colour = ['case', ['get', 'uncertain'], token('--qx-warn'), token('--qx-primary')]
  const uncertain: FilterSpecification = ['==', ['get', 'uncertain'], true]
  return [
    {
      id: 'circle-fill',
      type: 'fill',
      source: 'circle',
      paint: { 'fill-color': colour as never, 'fill-opacity': 0.12 },
    },
    {
      id: 'circle-line',
      type: 'line',
      source: 'circle',
      filter: ['!', uncertain] as FilterSpecification,
      paint: { 'line-color': token('--qx-primary'), 'line-width': 1.5 },
    },
    {
      id: 'circle-dashes',
      type: 'line',
      source: 'circle',
      filter: uncertain,
      paint: {
        'line-color': token('--qx-warn'),
        'line-width': 2.5,
        'line-dasharray': [2.5, 1.8],
      },
    },
  ]
}

function own(token: TokenReader): LayerSpecification[] {
  const colour = token('--qx-m-me')
  return [
    {
      id: 'accuracy-fill',
      type: 'fill',
      source: 'accuracy',
      paint: { 'fill-color': token('--qx-m-acc') },
    },
    {
      id: 'accuracy-line',
      type: 'line',
      source: 'accuracy',
      paint: { 'line-color': colour, 'line-width': 1.2, 'line-opacity': 0.6 },
    },
    {
      id: 'track',
      type: 'line',
      source: 'track',
      layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: { 'line-color': colour, 'line-width': 4, 'line-dasharray': [0, 2] },
    },
    /* The ring stays at dot + 4 px when the true circle is smaller than that. */
    {
      id: 'me-ring',
      type: 'circle',
      source: 'me',
      paint: {
        'circle-radius': 13,
        'circle-color': token('--qx-m-halo'),
        'circle-stroke-color': colour,
        'circle-stroke-width': 2,
      },
    },
    {
      id: 'me-dot',
      type: 'circle',
      source: 'me',
      paint: { 'circle-radius': 8, 'circle-color': colour },
    },
  ]
}

const MARK_LAYOUT: SymbolLayerSpecification['layout'] = {
  'icon-image': [
    'step',
    ['zoom'],
    ['concat', 'dot-', ['get', 'family']],
    MARKS_FROM_ZOOM,
    ['concat', 'mark-', ['get', 'mark']],
  ],
  'icon-allow-overlap': true,
  'icon-ignore-placement': true,
}

/** The selected mark lies on top of all others, and so does its ring. */
function marks(token: TokenReader, selected: string | null): LayerSpecification[] {
  return [
    {
      id: 'records',
      type: 'symbol',
      source: 'records',
      layout: MARK_LAYOUT,
    },
    {
      id: 'selected',
      type: 'circle',
      source: 'records',
      filter: selectedFilter(selected),
      paint: {
        'circle-radius': 24,
        'circle-color': 'rgba(0,0,0,0)',
        'circle-stroke-color': token('--qx-focus'),
        'circle-stroke-width': 3,
      },
    },
    {
      id: 'selected-mark',
      type: 'symbol',
      source: 'records',
      filter: selectedFilter(selected),
      layout: MARK_LAYOUT,
    },
  ]
}

export function selectedFilter(selected: string | null): FilterSpecification {
  return ['==', ['get', 'id'], selected ?? '']
}

export function makeStyle(
  token: TokenReader,
  sources: Sources,
  selected: string | null,
): StyleSpecification {
  return {
    version: 8,
    sources: Object.fromEntries(
      Object.entries(sources).map(([name, data]) => [name, { type: 'geojson', data }]),
    ),
    layers: [
      ...ground(token),
      ...keyZones(token),
      ...names(token),
      ...circles(token),
      ...own(token),
      ...marks(token, selected),
    ],
  }
}
