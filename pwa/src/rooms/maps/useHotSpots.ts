import { computed, type Ref, shallowRef, watch } from 'vue'
import { http, type Query } from '@/http'
import type { LonLat } from '@/map/types'

/** Where records are dense, as the server tells it. */
export interface Spot {
  count: number
  before: number | null
  organisation: { id: string; name: string } | null
  /** What most of its newest records call the place. */
  place: string | null
  centre: [number, number]
  area: [number, number][]
  hours: number[]
}

const SHOWN = 5

/** The fullest places of what is shown, while somebody wants them; null before the first answer. */
export function useHotSpots(wish: Ref<Query>, stamp: Ref<string>, wanted: Ref<boolean>) {
  const spots = shallowRef<Spot[] | null>(null)
  const centres = computed<LonLat[]>(() =>
    (spots.value ?? []).map(({ centre: [lon, lat] }) => ({ lon, lat })),
  )
  const question = computed(() => JSON.stringify({ ...wish.value, area: null }))

  async function ask(): Promise<void> {
    if (!wanted.value) return
    const asked = question.value
    const found = await http
      .get<{ spots: Spot[] }>('/map/spots', JSON.parse(asked) as Query)
      .catch(() => null)
    if (found && asked === question.value) spots.value = found.spots.slice(0, SHOWN)
  }

  watch([question, stamp, wanted], ask, { immediate: true })
  return { spots, centres }
}
