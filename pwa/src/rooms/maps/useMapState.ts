/** The page's state is the address: reload, back and a shared link all show the same. */
import { computed, ref } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import type { MapView } from '@/map/types'
import {
  type AddressQuery,
  addressOf,
  type Filters,
  filtersFrom,
  viewFrom,
  viewText,
} from './filters'

const SETTLE_MS = 400

function one(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}

export function useMapState() {
  const route = useRoute()
  const router = useRouter()
  const filters = computed(() => filtersFrom(route.query))
  const open = computed(() => one(route.query.record))
  const listed = computed(() => route.query.list !== 'off')
  const startView = viewFrom(route.query.at)
  const view = ref<MapView | null>(startView)
  let settle: ReturnType<typeof setTimeout> | undefined

  function query(changed: Partial<Record<'record' | 'list' | 'at', string | null>>, next: Filters) {
    const kept = { record: open.value, list: one(route.query.list), at: one(route.query.at) }
    const rest = Object.entries({ ...kept, ...changed }).filter((entry) => entry[1])
    return { ...addressOf(next), ...(Object.fromEntries(rest) as AddressQuery) }
  }

  const setFilters = (patch: Partial<Filters>) =>
    router.replace({ query: query({}, { ...filters.value, ...patch }) })
  const resetFilters = (all: Filters) => router.replace({ query: query({}, all) })
  const openRecord = (key: string | null) => {
    if (key === open.value) return Promise.resolve()
    const to = { query: query({ record: key }, filters.value) }
    return open.value && key ? router.replace(to) : router.push(to)
  }
  const setListed = (shown: boolean) =>
    router.replace({ query: query({ list: shown ? null : 'off' }, filters.value) })

  /** Written when the map has come to rest, and never as a step of the browser's history. */
  function moved(to: MapView): void {
    view.value = to
    clearTimeout(settle)
    settle = setTimeout(() => {
      if (route.name === 'desk-map')
        void router.replace({ query: query({ at: viewText(to) }, filters.value) })
    }, SETTLE_MS)
  }

  return {
    filters,
    open,
    listed,
    startView,
    view,
    setFilters,
    resetFilters,
    openRecord,
    setListed,
    moved,
  }
}
