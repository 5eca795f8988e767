/** The map's style, made of the tokens. No sprite file, no glyph server: nothing is fetched but tiles. */
import type { StyleSpecification } from 'maplibre-gl'
import type { TokenReader } from '@/ui/theme'
import { drafts, ground, keyZones, loops, names } from './areas'
import { circles, marks, own, spots } from './points'
import { type BaseStyle, EMPTY_BASE } from './base/layers'
import { placeAreas, placeMarks, signsFrom } from './sites'
import type { Sources } from './sources'
import { type Shortened, tileHeat, tileMarks, tileSources } from './tiles'
import type { RecordTiles } from './types'
import { walkLines } from './walks'

export function makeStyle(
  token: TokenReader,
  sources: Sources,
  selected: string | null,
  tiles: RecordTiles | null,
  short: Shortened,
  base: BaseStyle = EMPTY_BASE,
): StyleSpecification {
  const signs = signsFrom(tiles !== null)
  return {
    version: 8,
    sources: {
      ...base.sources,
      ...tileSources(tiles),
      ...Object.fromEntries(
        Object.entries(sources).map(([name, data]) => [name, { type: 'geojson', data }]),
      ),
    },
    layers: [
      ...ground(token, base.ground),
      ...keyZones(token),
      ...placeAreas(token, signs),
      ...drafts(token),
      ...loops(token),
      ...tileHeat(token, tiles),
      ...walkLines(token, selected),
      ...base.names,
      ...names(token),
      ...placeMarks(token, selected, signs),
      ...tileMarks(token, tiles, short),
      ...spots(token),
      ...circles(token),
      ...own(token),
      ...marks(token, selected),
    ],
  }
}
