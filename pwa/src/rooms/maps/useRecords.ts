/** Asks for what the filters want, and again within seconds when something on the server is another one. */
import { computed, onScopeDispose, ref, type Ref, watch } from 'vue'
import { organisationOf } from '@/rooms/organisations/store'
import { dayOf, span } from '@/ui/days'
import { DAYS_SHOWN, type Filters } from './filters'
import { useMaps } from './store'
import { type Drawn, tilesOf, type Window, wishOf } from './wish'

const LOOK_MS = 1_200

const noon = (day: string) => Date.parse(`${day}T12:00:00+08:00`)

interface Asking {
  filters: Ref<Filters>
  window: Ref<Window | null>
  drawn: Ref<Drawn>
  setFilters: (patch: Partial<Filters>) => Promise<unknown>
}

export function useRecords({ filters, window, drawn, setFilters }: Asking) {
  const maps = useMaps()
  const organisationName = ref<string | null>(null)
  const today = ref(dayOf(Date.now()))
  const wish = computed(() => wishOf(filters.value, window.value, noon(today.value)))
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
    () => span(filters.value, DAYS_SHOWN, noon(today.value)).to,
    (day) => maps.loadZones(day),
    { immediate: true },
  )
  watch(() => filters.value.organisation, nameOrganisation, { immediate: true })
  watch(
    () => maps.stamp,
    () => maps.refresh(),
  )

  function look(): void {
    today.value = dayOf(Date.now()) // a map on the wall goes on after midnight
    if (document.visibilityState === 'visible') void maps.look()
  }
  look()
  const timer = setInterval(look, LOOK_MS)
  onScopeDispose(() => clearInterval(timer))

  return { reload, wish, tiles, organisationName, chooseOrganisation }
}
