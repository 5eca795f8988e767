/** The map's style, made of the tokens. No base map, no sprite file, no glyph server: nothing is fetched. */
import type { StyleSpecification } from 'maplibre-gl'
import type { TokenReader } from '@/ui/theme'
import { ground, keyZones, names } from './areas'
import { circles, marks, own } from './points'
import type { Sources } from './sources'

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
