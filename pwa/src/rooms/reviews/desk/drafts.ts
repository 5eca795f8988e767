/** What is being written about each record: it outlives going to the next one, a failed request and leaving the page. */
import { defineStore } from 'pinia'
import { shallowReactive } from 'vue'
import { emptyDraft } from './rules'
import type { Draft } from './types'

export const useDrafts = defineStore('review-drafts', () => {
  const drafts = shallowReactive(new Map<string, Draft>())

  const of = (id: string): Draft => drafts.get(id) ?? emptyDraft()
  const edit = (id: string, patch: Partial<Draft>) => drafts.set(id, { ...of(id), ...patch })
  const drop = (id: string) => drafts.delete(id)

  window.addEventListener('beforeunload', (event) => drafts.size && event.preventDefault())

  return { drafts, of, edit, drop }
})
