import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import { http } from '@/http'
import type { Quarantined, QuarantinedItem, State, Waiting } from './types'

interface Page {
  items: Quarantined[]
  cursor: string | null
}

/** What was refused in the administrator's branch. */
export const useQuarantine = defineStore('quarantine', () => {
  const items = shallowRef<Quarantined[]>([])
  const cursor = ref<string | null>(null)
  const problem = shallowRef<unknown>(null)
  const read = ref(false)
  let asked: State = 'open'

  const ask = (from: string | null) => http.get<Page>('/quarantine', { state: asked, cursor: from })

  async function load(state: State): Promise<void> {
    asked = state
    try {
      const page = await ask(null)
      if (asked !== state) return
      items.value = page.items
      cursor.value = page.cursor ?? null
      problem.value = null
      read.value = true
    } catch (error) {
      problem.value = error
    }
  }

  async function loadMore(): Promise<void> {
    const page = await ask(cursor.value)
    items.value = [...items.value, ...page.items]
    cursor.value = page.cursor ?? null
  }

  /** Audited, unless it is one's own. */
  const item = (id: string) => http.get<QuarantinedItem>(`/quarantine/${id}`)
  const file = (id: string, data: Record<string, unknown>) =>
    http.post<{ status: string }>(`/quarantine/${id}/filing`, { data })
  const dismiss = (id: string, reason: string) =>
    http.post<Quarantined>(`/quarantine/${id}/dismissal`, { reason })

  return { items, cursor, problem, read, load, loadMore, item, file, dismiss }
})

/** What has come only in part, in the supervisor's branch. */
export const useWaiting = defineStore('waiting', () => {
  const found = shallowRef<Waiting | null>(null)
  const problem = shallowRef<unknown>(null)

  async function load(): Promise<void> {
    try {
      found.value = await http.get<Waiting>('/waiting')
      problem.value = null
    } catch (error) {
      problem.value = error
    }
  }

  return { found, problem, load }
})

export const exportAddress = (id: string) => `/api/v1/quarantine/${id}/export`
