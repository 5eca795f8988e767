import { liveQuery } from 'dexie'
import { onScopeDispose, type Ref, shallowRef, watch, type WatchSource } from 'vue'

/** A value that follows the phone's database, across tabs. Asks again when `depends` changes. */
export function useLive<T>(query: () => Promise<T>, initial: T, depends?: WatchSource): Ref<T> {
  const value = shallowRef(initial) as Ref<T>
  let stop = () => {}
  const ask = () => {
    stop()
    const running = liveQuery(query).subscribe({
      next: (found) => (value.value = found),
      error: console.error,
    })
    stop = () => running.unsubscribe()
  }
  if (depends) watch(depends, ask, { immediate: true })
  else ask()
  onScopeDispose(() => stop())
  return value
}
