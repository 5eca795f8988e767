/** What the list beside the map does when the server's workers do not know the same yet. */
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { effectScope, type EffectScope, ref } from 'vue'
import { allFilters } from './filters'
import { useMaps } from './store'
import { useRecords } from './useRecords'

const LATE_MS = 5_000

let stamp: string
let known: string[]
let lateMs: number
let offline: boolean
let scope: EffectScope

const feature = (id: string) => ({
  type: 'Feature',
  geometry: null,
  properties: { id, kind: 'incident', type: 'unleashed', captured_at: '2026-11-21T10:00:00Z' },
})

function answerOf(path: string): object {
  if (path.endsWith('/map/stamp')) return { stamp }
  if (path.endsWith('/map/records')) return { features: known.map(feature) }
  return { total: known.length, type: {}, action: {}, certainty: {} }
}

beforeEach(() => {
  vi.useFakeTimers()
  setActivePinia(createPinia())
  stamp = 'one'
  known = ['a']
  lateMs = 0
  offline = false
  vi.stubGlobal('fetch', async (url: string) => {
    if (offline) throw new TypeError('Failed to fetch')
    const path = new URL(url, 'http://x').pathname
    const body = JSON.stringify(answerOf(path))
    if (lateMs && !path.endsWith('/map/stamp'))
      await new Promise((done) => setTimeout(done, lateMs))
    return new Response(body, { headers: { 'Content-Type': 'application/json' } })
  })
  scope = effectScope()
})
afterEach(() => {
  scope.stop()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

function opened() {
  const filters = ref(allFilters())
  const asking = { filters, window: ref(null), drawn: ref('clusters' as const) }
  scope.run(() => useRecords({ ...asking, setFilters: () => Promise.resolve() }))
  const maps = useMaps()
  return { shown: () => maps.items.map(({ id }) => id), maps, filters }
}

it('asks again for what a worker that was behind did not know when the page opened', async () => {
  const { shown } = opened()
  await vi.advanceTimersByTimeAsync(100)
  expect(shown()).toEqual(['a'])
  known = ['b', 'a'] // the stamp has told of b from the start
  await vi.advanceTimersByTimeAsync(2_000)
  expect(shown()).toEqual(['b', 'a'])
})

it('shows a first answer that comes late over a slow line, before it asks again', async () => {
  lateMs = LATE_MS
  const { shown } = opened()
  await vi.advanceTimersByTimeAsync(LATE_MS + 100)
  expect(shown()).toEqual(['a'])
})

it('asks nothing as long as nothing is another one', async () => {
  const { maps } = opened()
  await vi.advanceTimersByTimeAsync(2_000)
  const { readAt } = maps
  await vi.advanceTimersByTimeAsync(5_000)
  expect(maps.readAt).toBe(readAt)
  stamp = 'two'
  await vi.advanceTimersByTimeAsync(2_000)
  expect(maps.readAt).not.toBe(readAt)
})

it('says that it stands still when nobody answers, and reads by itself what could not be read', async () => {
  const { shown, maps, filters } = opened()
  await vi.advanceTimersByTimeAsync(3_000)
  expect(maps.stale).toBe(false)
  offline = true
  await vi.advanceTimersByTimeAsync(6_000)
  expect(maps.problem).toBeNull() // nothing was asked for, and yet:
  expect(maps.stale).toBe(true)
  filters.value = { ...allFilters(), types: ['unleashed'] }
  await vi.advanceTimersByTimeAsync(3_000)
  expect(maps.problem).not.toBeNull()
  known = ['c']
  offline = false
  await vi.advanceTimersByTimeAsync(4_000)
  expect(maps.stale).toBe(false)
  expect(shown()).toEqual(['c'])
})
