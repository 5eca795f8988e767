/** The page's state is the address: reload, back and a shared link all show the same. */
import { computed, onScopeDispose, ref } from 'vue'
import type { LocationQuery } from 'vue-router'
import type { MapView } from '@/map/types'
import { useAddress } from '@/ui/address'
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
  const { query, text, put, wanted } = useAddress()
  const filters = computed(() => filtersFrom(query.value))
  const open = computed(() => text('record'))
  const listed = computed(() => text('list') !== 'off')
  const signed = computed(() => text('places') !== 'off')
  const walked = computed(() => text('walks') === 'on')
  const drawn = computed<Drawn>(() => DRAWN.find((one) => one === text('as')) ?? 'clusters')
  const window = computed(() => windowFrom(query.value.t))
  const startView = viewFrom(query.value.at)
  const view = ref<MapView | null>(startView)

  function go(patch: Partial<Filters>, beside: Beside = {}, how: 'push' | 'replace' = 'replace') {
    const before = wanted()
    return put(changed(before, { ...filtersFrom(before), ...patch }, beside), how)
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
    if (key !== one(wanted().record))
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
