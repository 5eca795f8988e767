/**
 * The draft that is open. What a person writes or draws is kept here until the server has taken it: over a lost
 * network, another one's change, and leaving the page and coming back.
 */
import { defineStore } from 'pinia'
import { computed, ref, shallowReactive, shallowRef } from 'vue'
import { http, NetworkError, sendFile } from '@/http'
import { codeOf } from '@/ui/problems'
import { left, shown } from './rules'
import type { Announced, Draft, Fields } from './types'

const WAIT_MS = 600
const AGAIN_MS = 8_000
const path = (id: string) => `/zones/drafts/${id}`

export const useZoneDraft = defineStore('zone-draft', () => {
  const draft = shallowRef<Draft | null>(null)
  const unsent = shallowReactive(new Map<string, Fields>())
  const problem = shallowRef<unknown>(null)
  /** Somebody else has written since; ours is kept and waits for a decision. */
  const clash = ref<string | null>(null)
  const busy = ref(false)
  const savedAt = ref<number | null>(null)
  let timer: ReturnType<typeof setTimeout> | undefined
  let saving: Promise<void> | null = null

  const waiting = computed(() => unsent.get(draft.value?.id ?? '') ?? null)
  const current = computed(() => draft.value && shown(draft.value, waiting.value ?? {}))

  async function open(id: string | null): Promise<void> {
    if (id === draft.value?.id) return
    await flush()
    problem.value = null
    clash.value = null
    savedAt.value = null
    draft.value = null
    if (!id) return
    try {
      draft.value = await http.get<Draft>(path(id))
      if (waiting.value) later()
    } catch (error) {
      problem.value = error
    }
  }

  function edit(fields: Fields): void {
    const id = draft.value?.id
    if (!id) return
    unsent.set(id, { ...unsent.get(id), ...fields })
    later()
  }

  function later(ms = WAIT_MS): void {
    clearTimeout(timer)
    timer = setTimeout(() => void flush(), ms)
  }

  /** Everything that waits is sent, and so is what comes while it is under way. */
  async function flush(): Promise<void> {
    clearTimeout(timer)
    if (saving) await saving
    if (!waiting.value || clash.value || !draft.value) return
    saving = send(draft.value, waiting.value).finally(() => (saving = null))
    await saving
    if (waiting.value && !problem.value && !clash.value) await flush()
  }

  async function send(of: Draft, sent: Fields): Promise<void> {
    try {
      const answer = await http.patch<Draft>(path(of.id), { revision: of.revision, ...sent })
      const rest = left(unsent.get(of.id) ?? {}, sent)
      if (rest) unsent.set(of.id, rest)
      else unsent.delete(of.id)
      take(answer)
      problem.value = null
      savedAt.value = Date.now()
    } catch (error) {
      await refused(of.id, error)
    }
  }

  function take(answer: Draft): void {
    if (draft.value?.id === answer.id) draft.value = answer
  }

  async function refused(id: string, error: unknown): Promise<void> {
    problem.value = error
    if (error instanceof NetworkError) later(AGAIN_MS)
    if (!codeOf(error)?.startsWith('zone_draft_')) return
    const fresh = await http.get<Draft>(path(id)).catch(() => null)
    if (!fresh) return
    take(fresh)
    clash.value = waiting.value ? fresh.updated.by : null
  }

  /** Ours over theirs. */
  async function insist(): Promise<void> {
    clash.value = null
    problem.value = null
    await flush()
  }

  function giveWay(): void {
    if (draft.value) unsent.delete(draft.value.id)
    clash.value = null
    problem.value = null
  }

  /** A move, after all that was written is there. Null: it was refused, and `problem` says why. */
  async function act<T = Draft>(work: (of: Draft) => Promise<T>): Promise<T | null> {
    if (busy.value) return null
    busy.value = true
    try {
      await flush()
      if (!draft.value || waiting.value) return null
      problem.value = null
      return await work(draft.value)
    } catch (error) {
      if (draft.value) await refused(draft.value.id, error)
      return null
    } finally {
      busy.value = false
    }
  }

  async function move(what: string, body: Record<string, unknown> = {}): Promise<Draft | null> {
    const answer = await act((of) =>
      http.post<Draft>(`${path(of.id)}/${what}`, { revision: of.revision, ...body }),
    )
    if (answer) take(answer)
    return answer
  }

  const announce = () =>
    act((of) => http.post<Announced>(`${path(of.id)}/announcement`, { revision: of.revision }))

  async function attach(file: File): Promise<void> {
    const answer = await act((of) =>
      sendFile<Draft>('PUT', `${path(of.id)}/scan`, file, {
        revision: of.revision,
        name: file.name,
      }),
    )
    if (answer) take(answer)
  }

  async function detach(): Promise<void> {
    const answer = await act((of) =>
      http.delete<Draft>(`${path(of.id)}/scan?revision=${of.revision}`),
    )
    if (answer) take(answer)
  }

  const create = (given: Record<string, unknown>) => http.post<Draft>('/zones/drafts', given)

  window.addEventListener('online', () => void flush())
  window.addEventListener('beforeunload', (event) => unsent.size && event.preventDefault())

  return {
    draft,
    current,
    unsent,
    waiting,
    problem,
    clash,
    busy,
    savedAt,
    open,
    edit,
    flush,
    insist,
    giveWay,
    move,
    announce,
    attach,
    detach,
    create,
  }
})
