/** Asks for what the filters want, and again within seconds when something on the server is another one. */
import { computed, onScopeDispose, ref, type Ref, watch } from 'vue'
import { organisationOf } from '@/rooms/organisations/store'
import { span } from '@/ui/days'
import { DAYS_SHOWN, type Filters } from './filters'
import { useMaps } from './store'
import { type Drawn, tilesOf, type Window, wishOf } from './wish'

const LOOK_MS = 2_000

interface Asking {
  filters: Ref<Filters>
  window: Ref<Window | null>
  drawn: Ref<Drawn>
  setFilters: (patch: Partial<Filters>) => Promise<unknown>
}

export function useRecords({ filters, window, drawn, setFilters }: Asking) {
  const maps = useMaps()
  const organisationName = ref<string | null>(null)
  const wish = computed(() => wishOf(filters.value, window.value))
  const tiles = computed(() => tilesOf(wish.value, drawn.value, location.origin))

  const reload = () => maps.load(wish.value)

  async function nameOrganisation(id: string | null): Promise<void> {
    if (!id) organisationName.value = null
    else if (!organisationName.value)
      organisationName.value = (await organisationOf(id).catch(() => null))?.name ?? id
  }

  function chooseOrganisation(id: string | null, name: string | null): void {
    organisationName.value = name
    void setFilters({ organisation: id })
  }

  watch(() => JSON.stringify(wish.value), reload, { immediate: true })
  watch(
    () => span(filters.value, DAYS_SHOWN).to,
    (day) => maps.loadZones(day),
    { immediate: true },
  )
  watch(() => filters.value.organisation, nameOrganisation, { immediate: true })
  watch(
    () => maps.stamp,
    (_, before) => before && maps.refresh(),
  )

  const look = () => document.visibilityState === 'visible' && void maps.look()
  look()
  const timer = setInterval(look, LOOK_MS)
  onScopeDispose(() => clearInterval(timer))

  return { reload, wish, tiles, organisationName, chooseOrganisation }
}
