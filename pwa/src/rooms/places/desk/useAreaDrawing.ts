/** One place's area under the drawing tools. */
import { onBeforeUnmount, type Ref, shallowRef, watch } from 'vue'
import type { Point, Polygon } from 'geojson'
import type FieldMap from '@/map/FieldMap.vue'
import type { Boundary } from '@/map/drawing/boundary'
import type { Drawing } from '@/map/drawing/Drawing'
import { edgesOf } from '@/map/drawing/snap'
import { onThemeChange } from '@/ui/theme'

export type Hand = 'point' | 'polygon' | 'shape' | null

/** Of several areas the one drawn last: a place has one. */
function oneOf(boundary: Boundary): Polygon {
  if (boundary.type === 'Polygon') return boundary
  return { type: 'Polygon', coordinates: boundary.coordinates.at(-1)! }
}

export function useAreaDrawing(
  map: Ref<InstanceType<typeof FieldMap> | undefined>,
  tool: Ref<Hand>,
  shown: () => { id: string; geometry?: Point | Polygon | null } | null,
  keep: (area: Polygon) => void,
) {
  const drawing = shallowRef<Drawing | null>(null)
  let gone = false

  function changed(boundary: Boundary | null): void {
    if (!boundary || (tool.value !== 'polygon' && tool.value !== 'shape')) return
    keep(oneOf(boundary))
    if (tool.value === 'polygon') tool.value = 'shape'
  }

  async function ready(): Promise<void> {
    const { Drawing } = await import('@/map/drawing/Drawing')
    map.value?.attach((real) => {
      if (gone) return
      const nothing = () => undefined
      drawing.value = new Drawing(real, () => edgesOf([]), {
        changed,
        state: nothing,
        uncut: nothing,
      })
      follow()
    })
  }

  function follow(): void {
    const geometry = shown()?.geometry
    if (tool.value === 'polygon') {
      drawing.value?.load(null)
      drawing.value?.use('polygon')
    } else
      drawing.value?.load(tool.value === 'shape' && geometry?.type === 'Polygon' ? geometry : null)
  }

  watch(tool, follow)
  watch(() => shown()?.id, follow)
  const stopTheme = onThemeChange(() => drawing.value?.restyle())
  onBeforeUnmount(() => {
    gone = true
    stopTheme()
    drawing.value?.destroy()
  })
  return { ready }
}
