/** Colours and sizes of what is being drawn, out of the tokens. Outline and fill are the map's own layer: it knows what a hole is. */
import type { HexColor } from 'terra-draw'
import type { TokenReader } from '@/ui/theme'

export function looks(token: TokenReader) {
  const line = token('--qx-m-draft-line') as HexColor
  const halo = token('--qx-surface') as HexColor
  const bare = { outlineWidth: 0, outlineOpacity: 0, fillOpacity: 0 }
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
      selectedPolygonFillOpacity: 0,
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
