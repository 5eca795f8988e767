import { liveQuery } from 'dexie'
import { onScopeDispose, type Ref, shallowRef, watch, type WatchSource } from 'vue'

/** A burst of changes, as in sending a week's work, asks again only so often. */
const PAUSE_MS = 300

const pause = (ms: number) => Promise.resolve(new Promise((done) => setTimeout(done, ms)))

function unhurried<T>(query: () => Promise<T>): () => Promise<T> {
  let last = -PAUSE_MS
  return async () => {
    const rest = last + PAUSE_MS - performance.now()
    if (rest > 0) await pause(rest)
    last = performance.now()
    return query()
  }
}

/** A value that follows the phone's database, across tabs. Asks again when `depends` changes. */
export function useLive<T>(query: () => Promise<T>, initial: T, depends?: WatchSource): Ref<T> {
  const value = shallowRef(initial) as Ref<T>
  let stop = () => {}
  const ask = () => {
    stop()
    const running = liveQuery(unhurried(query)).subscribe({
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
