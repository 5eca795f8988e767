import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import { http } from '@/http'
import type { AuditEntry } from './types'

export interface AuditFilter {
  actor: string
  action: string
  subject: string
}

interface AuditPage {
  entries: AuditEntry[]
  cursor: number | string | null
}

/** Who did what, when: read only, newest first. */
export const useAudit = defineStore('audit', () => {
  const entries = shallowRef<AuditEntry[]>([])
  const cursor = ref<AuditPage['cursor']>(null)
  const problem = shallowRef<unknown>(null)
  const read = ref(false)
  let asked: AuditFilter = { actor: '', action: '', subject: '' }

  async function ask(from: AuditPage['cursor']): Promise<AuditPage> {
    return http.get<AuditPage>('/audit', { ...asked, cursor: from })
  }

  async function load(filter: AuditFilter): Promise<void> {
    asked = filter
    try {
      const page = await ask(null)
      if (asked !== filter) return
      entries.value = page.entries
      cursor.value = page.cursor ?? null
      problem.value = null
      read.value = true
    } catch (error) {
      problem.value = error
    }
  }

  async function loadMore(): Promise<void> {
    const page = await ask(cursor.value)
    entries.value = [...entries.value, ...page.entries]
    cursor.value = page.cursor ?? null
  }

  return { entries, cursor, problem, read, load, loadMore }
})
