/** Colours and sizes of what is being drawn, out of the tokens. The dashed outline itself is the map's own layer. */
import type { GeoJSONStoreFeatures, HexColor } from 'terra-draw'
import type { TokenReader } from '@/ui/theme'
import { crosses } from './crossing'

const FILLED = 0.1

/** What runs across itself has no inside. */
const fill = ({ geometry }: GeoJSONStoreFeatures): number =>
  geometry.type === 'Polygon' && crosses([{ points: geometry.coordinates[0]!, hole: false }])
    ? 0
    : FILLED

export function looks(token: TokenReader) {
  const line = token('--qx-m-draft-line') as HexColor
  const halo = token('--qx-surface') as HexColor
  const bare = { outlineWidth: 0, outlineOpacity: 0, fillOpacity: fill }
  const corner = (name: string) => ({
    [`${name}PointWidth`]: 5,
    [`${name}PointColor`]: halo,
    [`${name}PointOutlineColor`]: line,
    [`${name}PointOutlineWidth`]: 2.5,
  })
  return {
    polygon: {
      ...bare,
      fillColor: line,
      outlineColor: line,
      ...corner('closing'),
      ...corner('snapping'),
    },
    line: { lineStringColor: line, lineStringWidth: 2.5, ...corner('closing') },
    select: {
      selectedPolygonColor: line,
      selectedPolygonFillOpacity: fill,
      selectedPolygonOutlineColor: line,
      selectedPolygonOutlineWidth: 0,
      selectedPolygonOutlineOpacity: 0,
      ...{ selectionPointWidth: 6, selectionPointColor: halo },
      ...{ selectionPointOutlineColor: line, selectionPointOutlineWidth: 2.5 },
      ...{ midPointWidth: 4, midPointColor: line, midPointOpacity: 0.6, midPointOutlineWidth: 0 },
      midPointOutlineColor: line,
    },
  }
}
