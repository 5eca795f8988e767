/** Reads what the filters ask for: again when the days or the organisation change, and every minute while looked at. */
import { computed, onScopeDispose, ref, type Ref, watch } from 'vue'
import { organisationOf } from '@/rooms/organisations/store'
import { span } from '@/ui/days'
import { DAYS_SHOWN, type Filters } from './filters'
import { useMaps } from './store'

const FRESH_MS = 60_000

export function useRecords(
  filters: Ref<Filters>,
  setFilters: (patch: Partial<Filters>) => Promise<unknown>,
) {
  const maps = useMaps()
  const organisationName = ref<string | null>(null)
  const days = computed(() => span(filters.value, DAYS_SHOWN))
  const asked = computed(() => ({ ...days.value, organisation: filters.value.organisation }))

  const reload = () => maps.load(asked.value)

  async function nameOrganisation(id: string | null): Promise<void> {
    if (!id) organisationName.value = null
    else if (!organisationName.value)
      organisationName.value = (await organisationOf(id).catch(() => null))?.name ?? id
  }

  function chooseOrganisation(id: string | null, name: string | null): void {
    organisationName.value = name
    void setFilters({ organisation: id })
  }

  watch(() => JSON.stringify(asked.value), reload, { immediate: true })
  watch(
    () => days.value.to,
    (day) => maps.loadZones(day),
    { immediate: true },
  )
  watch(() => filters.value.organisation, nameOrganisation, { immediate: true })

  const timer = setInterval(() => {
    if (document.visibilityState === 'visible') void reload()
  }, FRESH_MS)
  onScopeDispose(() => clearInterval(timer))

  return { reload, organisationName, chooseOrganisation }
}
