/** Layers of the ways of patrols: a line where a track says so, dashes where records do, dots where nothing does. */
import type { FilterSpecification, LayerSpecification } from 'maplibre-gl'
import type { TokenReader } from '@/ui/theme'

export const WALK_LAYERS = ['walks-recorded', 'walks-inferred', 'walks-missing']
export const WALK_LABELS = ['recorded', 'inferred', 'missing'] as const
export type WalkLabel = (typeof WALK_LABELS)[number]

const labelled = (label: WalkLabel): FilterSpecification => ['==', ['get', 'label'], label]

export function walkLines(token: TokenReader, selected: string | null): LayerSpecification[] {
  const line = (
    label: WalkLabel,
    colour: string,
    dashes: number[] | null,
    width: number,
  ): LayerSpecification => ({
    id: `walks-${label}`,
    type: 'line',
    source: 'walks',
    filter: labelled(label),
    layout: { 'line-cap': dashes?.[0] === 0 ? 'round' : 'butt', 'line-join': 'round' },
    paint: {
      'line-color': token(colour),
      'line-width': width,
      ...(dashes ? { 'line-dasharray': dashes } : {}),
    },
  })
  return [
    {
      id: 'walk-selected',
      type: 'line',
      source: 'walks',
      filter: ['==', ['get', 'id'], selected ?? ''],
      layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: { 'line-color': token('--qx-focus'), 'line-width': 9, 'line-opacity': 0.45 },
    },
    line('missing', '--qx-m-border', [0, 2.4], 3),
    line('inferred', '--qx-m-me', [2.4, 1.8], 2.4),
    line('recorded', '--qx-m-me', null, 3),
  ]
}
