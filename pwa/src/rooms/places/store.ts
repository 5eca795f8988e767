/** Places as this phone holds them, without a network too. */
import { computed } from 'vue'
import { feedRows } from '@/local/feed'
import { useLive } from '@/local/live'
import { dayOf } from '@/ui/days'
import { marksOf } from './rules'
import type { PlaceRow } from './types'

export function usePlaces(person: () => string) {
  const rows = useLive(
    () => feedRows(person(), 'place') as unknown as Promise<PlaceRow[]>,
    [],
    person,
  )
  return { rows, marks: computed(() => marksOf(rows.value, dayOf(Date.now()))) }
}
