/**
 * Following the phone's database, across tabs. Dexie begins a query anew at each change of what it reads and lets go of the
 * one before: in a burst of changes, as in sending a week's work, every change would cost a query and none would come to
 * its end. So each query here comes to its end and is told, and only then, after a rest, the next is asked.
 */
import { liveQuery } from 'dexie'
import { onScopeDispose, type Ref, shallowRef, watch, type WatchSource } from 'vue'

const PAUSE_MS = 300

interface Following<T> {
  next: (found: T) => void
  /** What took long rests so many times as long. Not for what says whether all is delivered. */
  rest?: number
}

/** Tells what the query finds, now and after each change of what it read. Returns how to stop. */
export function follow<T>(query: () => Promise<T>, { next, rest = 0 }: Following<T>): () => void {
  let over = false
  let timer: ReturnType<typeof setTimeout> | undefined
  let unsubscribe = () => {}

  function ask(): void {
    let asked = false
    let rested = 0
    const once = async () => {
      if (asked) {
        // Only told that something changed: nothing is read before the rest is over.
        clearTimeout(timer)
        timer = setTimeout(again, rested - performance.now())
        return
      }
      asked = true
      const began = performance.now()
      const found = await query()
      const ended = performance.now()
      rested = ended + Math.max(PAUSE_MS, rest * (ended - began))
      setTimeout(() => over || next(found))
    }
    const running = liveQuery(once).subscribe({ error: console.error })
    unsubscribe = () => running.unsubscribe()
  }

  function again(): void {
    unsubscribe()
    ask()
  }

  ask()
  return () => {
    over = true
    clearTimeout(timer)
    unsubscribe()
  }
}

/** A value that follows the database. Asks again when `depends` changes. */
export function useLive<T>(
  query: () => Promise<T>,
  initial: T,
  depends?: WatchSource,
  rest?: number,
): Ref<T> {
  const value = shallowRef(initial) as Ref<T>
  let stop = () => {}
  const ask = () => {
    stop()
    stop = follow(query, { next: (found) => (value.value = found), rest })
  }
  if (depends) watch(depends, ask, { immediate: true })
  else ask()
  onScopeDispose(() => stop())
  return value
}
