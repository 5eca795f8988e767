/** The map's style, made of the tokens. No base map, no sprite file, no glyph server: nothing is fetched. */
import type { StyleSpecification } from 'maplibre-gl'
import type { TokenReader } from '@/ui/theme'
import { drafts, ground, keyZones, names } from './areas'
import { circles, marks, own, spots } from './points'
import type { Sources } from './sources'
import { type Shortened, tileHeat, tileMarks, tileSources } from './tiles'
import type { RecordTiles } from './types'

export function makeStyle(
  token: TokenReader,
  sources: Sources,
  selected: string | null,
  tiles: RecordTiles | null,
  short: Shortened,
): StyleSpecification {
  return {
    version: 8,
    sources: {
      ...tileSources(tiles),
      ...Object.fromEntries(
        Object.entries(sources).map(([name, data]) => [name, { type: 'geojson', data }]),
      ),
    },
    layers: [
      ...ground(token),
      ...keyZones(token),
      ...drafts(token),
      ...tileHeat(token, tiles),
      ...names(token),
      ...tileMarks(token, tiles, short),
      ...spots(token),
      ...circles(token),
      ...own(token),
      ...marks(token, selected),
    ],
  }
}
