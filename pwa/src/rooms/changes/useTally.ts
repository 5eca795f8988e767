/** What is still to send, counted without reading it. */
import { computed } from 'vue'
import { countPhotos, tally } from './delivery'
import { isRead, usePhotoKeys, useTyped, useUnsentStates } from './store'

export function useTally(person: () => string) {
  const states = useUnsentStates(person)
  const typed = useTyped(person)
  const keys = usePhotoKeys(person)
  const photos = computed(() => countPhotos(keys.value))
  /** Null until the phone's database has answered: nothing may be said before, it would read as "all delivered". */
  const found = computed(() =>
    states.value && isRead(typed.value, keys.value)
      ? tally(states.value, typed.value, photos.value)
      : null,
  )
  return { states, typed, photos, found }
}
