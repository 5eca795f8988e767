/** Layers of places that stay: where dogs may not go, where keepers are served. */
import type { FilterSpecification, LayerSpecification } from 'maplibre-gl'
import type { TokenReader } from '@/ui/theme'
import { fonts } from './areas'
import { selectedFilter } from './points'

/** Farther out a district full of signs would hide its records; where there are none, signs are seen from afar. */
const AMONG_RECORDS = 12
export const signsFrom = (records: boolean) => (records ? AMONG_RECORDS : 0)
const NAMES_FROM_ZOOM = 15
const FORBIDDEN: FilterSpecification = ['==', ['get', 'mark'], 'site_forbidden_place']

export function placeAreas(token: TokenReader, minzoom: number): LayerSpecification[] {
  const colour = (forbidden: string, other: string) =>
    ['case', FORBIDDEN, token(forbidden), token(other)] as never
  return [
    {
      id: 'places-fill',
      type: 'fill',
      source: 'places',
      minzoom,
      paint: { 'fill-color': colour('--qx-m-forbid-fill', '--qx-m-acc') },
    },
    {
      id: 'places-line',
      type: 'line',
      source: 'places',
      minzoom,
      layout: { 'line-join': 'round' },
      paint: {
        'line-color': colour('--qx-m-forbid-line', '--qx-m-outline'),
        'line-width': 1.8,
        'line-dasharray': [2.4, 1.6],
      },
    },
  ]
}

/** Where signs meet, one stays; names give way first. */
export function placeMarks(
  token: TokenReader,
  selected: string | null,
  minzoom: number,
): LayerSpecification[] {
  return [
    {
      id: 'place-marks',
      type: 'symbol',
      source: 'place-marks',
      minzoom,
      layout: {
        'icon-image': ['concat', 'mark-', ['get', 'mark']],
        'icon-size': 0.86,
        'text-field': ['step', ['zoom'], '', NAMES_FROM_ZOOM, ['get', 'name']],
        'text-font': fonts(token),
        'text-size': 12,
        'text-anchor': 'top',
        'text-offset': [0, 1.7],
        'text-optional': true,
      },
      paint: {
        'text-color': token('--qx-m-label'),
        'text-halo-color': token('--qx-m-label-halo'),
        'text-halo-width': 1.6,
      },
    },
    {
      id: 'place-selected',
      type: 'circle',
      source: 'place-marks',
      minzoom,
      filter: selectedFilter(selected),
      paint: {
        'circle-radius': 21,
        'circle-color': 'rgba(0,0,0,0)',
        'circle-stroke-color': token('--qx-focus'),
        'circle-stroke-width': 3,
      },
    },
  ]
}
