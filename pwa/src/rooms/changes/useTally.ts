/** What is still to send, counted without reading it. */
import { computed } from 'vue'
import { undelivered } from '@/local/lists'
import { useLive } from '@/local/live'
import { countPhotos, heldUpByPhotos, tally } from './delivery'

export function useTally(person: () => string) {
  /** Null until the phone's database has answered: nothing may be said before, it would read as "all delivered". */
  const read = useLive(() => undelivered(person()), null, person)
  const photos = computed(() => countPhotos(read.value?.photos ?? []))
  const heldUp = computed(() =>
    read.value ? heldUpByPhotos(read.value, photos.value) : new Map<never, never>(),
  )
  return {
    typed: computed(() => read.value?.typed ?? []),
    photos,
    heldUp,
    found: computed(() => read.value && tally(read.value, heldUp.value)),
  }
}
