/** Layers of points: accuracy circles, own position and track, the marks of the records. */
import type { FilterSpecification, LayerSpecification, SymbolLayerSpecification } from 'maplibre-gl'
import type { TokenReader } from '@/ui/theme'
import { fonts } from './areas'

/** From this zoom on a mark carries its character; farther out only the shape is drawn. */
export const MARKS_FROM_ZOOM = 10

export function selectedFilter(selected: string | null): FilterSpecification {
  return ['==', ['get', 'id'], selected ?? '']
}

export function circles(token: TokenReader): LayerSpecification[] {
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

export function own(token: TokenReader): LayerSpecification[] {
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

const SPOT_PX = 12

/** Numbered places: dark discs that stand out from heat. */
export function spots(token: TokenReader): LayerSpecification[] {
  return [
    {
      id: 'spots',
      type: 'circle',
      source: 'spots',
      // the fullest lies on top
      layout: { 'circle-sort-key': ['-', 0, ['get', 'number']] },
      paint: {
        'circle-radius': SPOT_PX,
        'circle-color': token('--qx-m-outline'),
        'circle-stroke-color': token('--qx-m-halo'),
        'circle-stroke-width': 2,
      },
    },
    {
      id: 'spot-numbers',
      type: 'symbol',
      source: 'spots',
      layout: {
        'symbol-sort-key': ['get', 'number'], // where discs lie on each other, the uppermost has its number
        'text-field': ['to-string', ['get', 'number']],
        'text-font': fonts(token),
        'text-size': 13,
        'text-padding': SPOT_PX, // as wide as the disc: names give way to it
      },
      paint: { 'text-color': token('--qx-m-halo') },
    },
  ]
}

/** The selected mark lies on top of all others, and so does its ring. */
export function marks(token: TokenReader, selected: string | null): LayerSpecification[] {
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
