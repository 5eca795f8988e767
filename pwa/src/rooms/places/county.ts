/** The places of the county that hold today, as the desk asks for them. */
import { computed, shallowRef } from 'vue'
import { http } from '@/http'
import type { MapPlace } from '@/map/types'
import type { Geometry, PlaceKind } from './types'

export interface CountyPlace {
  id: string
  geometry: Geometry
  properties: {
    kind: PlaceKind
    name: string
    address?: string | null
    organisation: { id: string; name: string }
    zone: { id: string; name: string; whole: boolean } | null
  }
}

export function useCountyPlaces() {
  const places = shallowRef<CountyPlace[]>([])
  const marks = computed<MapPlace[]>(() =>
    places.value.map(({ id, geometry, properties: { kind, name } }) => {
      return { id, mark: `site_${kind}`, name, geometry }
    }),
  )

  /** Signs are an extra: without them the map is as good as before. */
  async function load(): Promise<void> {
    const query = { limit: 2000 }
    const found = await http.get<{ features: CountyPlace[] }>('/places', query).catch(() => null)
    if (found) places.value = found.features
  }

  return { places, marks, load }
}
