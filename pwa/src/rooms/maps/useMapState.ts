/** The page's state is the address: reload, back and a shared link all show the same. */
import { computed, onScopeDispose, ref, watch } from 'vue'
import { type LocationQuery, useRoute, useRouter } from 'vue-router'
import type { MapView } from '@/map/types'
import { DRAWN, type Drawn, type Window, windowFrom, windowText } from './wish'
import {
  type AddressQuery,
  addressOf,
  type Filters,
  filtersFrom,
  viewFrom,
  viewText,
} from './filters'

const SETTLE_MS = 400
const BESIDE = ['record', 'list', 'at', 'as', 't', 'places', 'walks'] as const

type Beside = Partial<Record<(typeof BESIDE)[number], string | null>>

function one(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}

/** The address after a change: filters anew, what stands beside them kept unless it changes too. */
export function changed(query: LocationQuery, filters: Filters, beside: Beside): AddressQuery {
  const kept = Object.fromEntries(BESIDE.map((name) => [name, one(query[name])]))
  const rest = Object.entries({ ...kept, ...beside }).filter(([, value]) => value)
  return { ...addressOf(filters), ...(Object.fromEntries(rest) as AddressQuery) }
}

export function useMapState() {
  const route = useRoute()
  const router = useRouter()
  const filters = computed(() => filtersFrom(route.query))
  const open = computed(() => one(route.query.record))
  const listed = computed(() => route.query.list !== 'off')
  const signed = computed(() => route.query.places !== 'off')
  const walked = computed(() => route.query.walks === 'on')
  const drawn = computed<Drawn>(() => DRAWN.find((one) => one === route.query.as) ?? 'clusters')
  const window = computed(() => windowFrom(route.query.t))
  const startView = viewFrom(route.query.at)
  const view = ref<MapView | null>(startView)

  /** What was asked for last: a change that comes while one is under way builds on it, and undoes nothing. */
  let wanted: LocationQuery = route.query
  watch(
    () => route.query,
    (query) => (wanted = query),
  )

  function go(patch: Partial<Filters>, beside: Beside = {}, how: 'push' | 'replace' = 'replace') {
    wanted = changed(wanted, { ...filtersFrom(wanted), ...patch }, beside)
    return router[how]({ query: wanted })
  }

  /** A window lies within the days: with other days it is gone. */
  const setFilters = (patch: Partial<Filters>) =>
    go(patch, 'from' in patch || 'to' in patch ? { t: null } : {})
  const resetFilters = (all: Filters) => go(all, { t: null })
  const setDrawn = (as: Drawn) => go({}, { as: as === 'clusters' ? null : as })
  const setWindow = (to: Window | null) => go({}, { t: to && windowText(to) })
  const setListed = (shown: boolean) => go({}, { list: shown ? null : 'off' })

  const setSigned = (shown: boolean) => go({}, { places: shown ? null : 'off' })

  const setWalked = (shown: boolean) => go({}, { walks: shown ? 'on' : null })

  /** From list to record is a step that Back undoes; from record to record is not. */
  async function openRecord(key: string | null): Promise<void> {
    if (key !== one(wanted.record))
      await go({}, { record: key }, open.value && key ? 'replace' : 'push')
  }

  let settle: ReturnType<typeof setTimeout> | undefined

  /** Written when the map has come to rest, and never as a step of the browser's history. */
  function moved(to: MapView): void {
    view.value = to
    clearTimeout(settle)
    settle = setTimeout(() => go({}, { at: viewText(to) }), SETTLE_MS)
  }

  onScopeDispose(() => clearTimeout(settle))

  return {
    filters,
    open,
    listed,
    signed,
    walked,
    drawn,
    window,
    startView,
    view,
    setFilters,
    resetFilters,
    openRecord,
    setListed,
    setSigned,
    setWalked,
    setDrawn,
    setWindow,
    moved,
  }
}
