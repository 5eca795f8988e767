/** Layers of areas: ground, districts, key zones and their names. */
import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl'
import type { TokenReader } from '@/ui/theme'

function pixels(value: string): number {
  return Number.parseFloat(value) || 2.5
}

/**
 * MapLibre draws all text itself when the style names no glyphs: the names of fonts are enough.
 * It reads the weight out of the first name, so a font nobody has asks for semibold.
 */
export function fonts(token: TokenReader): string[] {
  const names = token('--qx-font').split(',')
  return ['Quanxun SemiBold', ...names.map((name) => name.trim().replaceAll('"', ''))]
}

/** With a base map, districts are outlines over it. */
export function ground(
  token: TokenReader,
  base: readonly LayerSpecification[] = [],
): LayerSpecification[] {
  const districts: LayerSpecification = {
    id: 'districts-fill',
    type: 'fill',
    source: 'districts',
    paint: { 'fill-color': token('--qx-m-district'), 'fill-antialias': false },
  }
  return [
    { id: 'land', type: 'background', paint: { 'background-color': token('--qx-m-land') } },
    ...(base.length ? base : [districts]),
    {
      id: 'districts-line',
      type: 'line',
      source: 'districts',
      layout: { 'line-join': 'round' },
      paint: { 'line-color': token('--qx-m-border'), 'line-width': 1.4 },
    },
  ]
}

/** From afar a border is a hair: five hundred zones on one screen stay legible. */
function thinner(width: number): ExpressionSpecification {
  return ['interpolate', ['linear'], ['zoom'], 8, width / 4, 12, width]
}

export function keyZones(token: TokenReader): LayerSpecification[] {
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
      minzoom: 10,
      layout: { 'line-join': 'round' },
      paint: { 'line-color': token('--qx-m-key-fill'), 'line-width': thinner(width * 4) },
    },
    {
      id: 'zones-line',
      type: 'line',
      source: 'zones',
      layout: { 'line-join': 'round' },
      paint: { 'line-color': token('--qx-m-key-line'), 'line-width': thinner(width) },
    },
  ]
}

/** Of a draft, and of what is laid over it to be compared. */
function draftColour(token: TokenReader): ExpressionSpecification {
  const [repair, theirs, own] = [token('--qx-ok'), token('--qx-warn'), token('--qx-m-draft-line')]
  return ['match', ['get', 'look'], 'repair', repair, 'theirs', theirs, own]
}

/** Boundaries that are not announced yet. */
export function drafts(token: TokenReader): LayerSpecification[] {
  const line = draftColour(token)
  const width = pixels(token('--qx-m-key-width'))
  return [
    {
      id: 'drafts-fill',
      type: 'fill',
      source: 'drafts',
      paint: {
        'fill-color': line,
        'fill-opacity': [
          'match',
          ['get', 'look'],
          'repair',
          0.28,
          'theirs',
          0.16,
          'crossing',
          0,
          0.14,
        ],
      },
    },
    {
      id: 'drafts-line',
      type: 'line',
      source: 'drafts',
      layout: { 'line-join': 'round' },
      paint: { 'line-color': line, 'line-width': width, 'line-dasharray': [3.2, 2] },
    },
  ]
}

/** Drawn by hand round the records that were chosen. */
export function loops(token: TokenReader): LayerSpecification[] {
  const line = token('--qx-primary')
  return [
    {
      id: 'loop-fill',
      type: 'fill',
      source: 'loop',
      paint: { 'fill-color': line, 'fill-opacity': 0.08 },
    },
    {
      id: 'loop-line',
      type: 'line',
      source: 'loop',
      layout: { 'line-join': 'round' },
      paint: { 'line-color': line, 'line-width': 2.5, 'line-dasharray': [2.4, 1.6] },
    },
  ]
}

export function names(token: TokenReader): LayerSpecification[] {
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
        'text-variable-anchor': ['bottom', 'top', 'left', 'right'],
        'text-radial-offset': 0.4,
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
        'text-variable-anchor': ['center', 'bottom', 'top'],
        'text-radial-offset': 0.8,
      },
      paint: { ...paint, 'text-color': token('--qx-m-label') },
    },
    // Last: where names meet, this one stays.
    {
      id: 'draft-names',
      type: 'symbol',
      source: 'draft-names',
      layout: {
        'text-field': ['get', 'name'],
        'text-font': fonts(token),
        'text-size': 14,
      },
      paint: { ...paint, 'text-color': draftColour(token) },
    },
  ]
}
