/** Signs of places and ways of patrols: looked at beside the records, one at a time; anything else puts them away. */
import { computed, onMounted, ref, type Ref } from 'vue'
import { useCountyPlaces } from '@/rooms/places/county'
import type { useMapState } from './useMapState'
import type { useRecords } from './useRecords'
import { useWalks } from './walks'

interface Shown {
  state: ReturnType<typeof useMapState>
  wish: ReturnType<typeof useRecords>['wish']
  stamp: Ref<string>
}

const PLACE = 'place:'
const WALK = 'walk:'

/** `tap` takes what is neither. */
export function usePeeks({ state, wish, stamp }: Shown, tap: (id: string | null) => void) {
  const { places, marks: signs, load } = useCountyPlaces()
  const { walks, found: walksFound, factsOf } = useWalks(wish, stamp, state.walked)
  const looked = ref<string | null>(null)
  const of = (what: string) =>
    looked.value?.startsWith(what) ? looked.value.slice(what.length) : null

  const peek = computed(() =>
    state.signed.value ? places.value.find(({ id }) => id === of(PLACE)) : undefined,
  )
  const walk = computed(() => (state.walked.value ? factsOf(of(WALK)) : null))
  /** What is looked at is marked on the map: a sign, a way, a record. */
  const selected = computed(() => (peek.value || walk.value ? looked.value : state.open.value))

  function tapped(id: string | null): void {
    looked.value = id
    if (!of(PLACE) && !of(WALK)) tap(id)
  }

  onMounted(load)
  return {
    signs,
    walks,
    walksFound,
    peek,
    walk,
    selected,
    tapped,
    putAway: () => void (looked.value = null),
  }
}
