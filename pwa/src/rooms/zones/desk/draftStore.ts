/**
 * The draft that is open. What a person writes or draws is kept here until the server has taken it: over a lost
 * network, another one's change, and leaving the page and coming back.
 */
import { defineStore } from 'pinia'
import { computed, ref, shallowReactive, shallowRef } from 'vue'
import { http, sendFile } from '@/http'
import { codeOf } from '@/ui/problems'
import { type Aside, type Clash, fieldsOf, lostOf } from './clashes'
import { outgoing, pathOf } from './outgoing'
import { shown } from './rules'
import type { Announced, Draft, Fields } from './types'

export const useZoneDraft = defineStore('zone-draft', () => {
  const draft = shallowRef<Draft | null>(null)
  const problem = shallowRef<unknown>(null)
  /** Somebody else has written since; ours is kept and waits for a decision. */
  const clash = shallowRef<Clash | null>(null)
  /** By draft: what a decision between two versions has not taken. */
  const asides = shallowReactive(new Map<string, Aside>())
  const busy = ref(false)
  const savedAt = ref<number | null>(null)
  /** A line is half drawn: nothing is changed under the hand. */
  const drawing = ref(false)
  let wanted: string | null = null
  const isOpen = (id: string) => id === draft.value?.id
  const { unsent, add, rebase, later, flush } = outgoing({
    held: (id) => isOpen(id) && clash.value !== null,
    taken,
    refused,
  })

  const waiting = computed(() => unsent.get(draft.value?.id ?? '')?.fields ?? null)
  const aside = computed(() => asides.get(draft.value?.id ?? '') ?? null)
  const current = computed(() => draft.value && shown(draft.value, waiting.value ?? {}))

  async function open(id: string | null): Promise<void> {
    wanted = id
    if (id === (draft.value?.id ?? null)) return
    problem.value = null
    clash.value = null
    savedAt.value = null
    draft.value = null
    const sent = flush()
    if (!id) return
    try {
      if (unsent.has(id)) await sent
      const found = await http.get<Draft>(pathOf(id))
      if (id === wanted) show(found)
    } catch (error) {
      if (id === wanted) problem.value = error
    }
  }

  function show(found: Draft): void {
    draft.value = found
    const kept = unsent.get(found.id)
    if (kept && kept.revision !== found.revision)
      clash.value = { who: found.updated.by, before: null }
    else if (kept) later()
  }

  function edit(fields: Fields): void {
    if (draft.value) add(draft.value, fields)
  }

  function taken(answer: Draft): void {
    take(answer)
    if (!isOpen(answer.id)) return
    problem.value = null
    savedAt.value = Date.now()
  }

  function take(answer: Draft): void {
    if (isOpen(answer.id)) draft.value = answer
    rebase(answer)
  }

  /** Of a draft that is not open: it is said when it is opened again. */
  async function refused(id: string, error: unknown): Promise<void> {
    if (!isOpen(id)) return
    problem.value = error
    if (!codeOf(error)?.startsWith('zone_draft_')) return
    const fresh = await http.get<Draft>(pathOf(id)).catch(() => null)
    if (!fresh || !isOpen(id)) return
    const before = clash.value?.before ?? draft.value
    if (waiting.value) {
      draft.value = fresh
      clash.value = { who: fresh.updated.by, before }
    } else overwritten(fresh)
  }

  /** What somebody else has written is shown, and what stood here before is kept beside it. */
  function overwritten(fresh: Draft): void {
    const fields = draft.value ? lostOf(draft.value, fresh) : {}
    draft.value = fresh
    clash.value = null
    if (Object.keys(fields).length) putAside('before', fields, fresh.updated.by)
  }

  /** Whether somebody else has written meanwhile, while nothing of ours is on its way. */
  async function refresh(): Promise<void> {
    const before = draft.value
    if (!before) return
    const fresh = await http.get<Draft>(pathOf(before.id)).catch(() => null)
    const idle = draft.value === before && !waiting.value && !busy.value && !drawing.value
    if (fresh && idle && fresh.revision > before.revision) overwritten(fresh)
  }

  /** Ours over theirs. */
  async function insist(): Promise<void> {
    if (draft.value && waiting.value) {
      putAside('theirs', fieldsOf(draft.value, waiting.value))
      rebase(draft.value)
    }
    clash.value = null
    problem.value = null
    await flush()
  }

  function giveWay(): void {
    if (draft.value && waiting.value) {
      putAside('mine', waiting.value)
      unsent.delete(draft.value.id)
    }
    clash.value = null
    problem.value = null
  }

  function putAside(whose: Aside['whose'], fields: Fields, who = clash.value?.who ?? ''): void {
    if (draft.value) asides.set(draft.value.id, { whose, who, fields })
  }

  /** The other version after all; the one that stood is put aside in its place. */
  function exchange(): void {
    if (!aside.value || !current.value) return
    const { whose, who, fields } = aside.value
    putAside(whose === 'theirs' ? 'mine' : 'theirs', fieldsOf(current.value, fields), who)
    edit(fields)
  }

  const forget = () => asides.delete(draft.value?.id ?? '')

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
      http.post<Draft>(`${pathOf(of.id)}/${what}`, { revision: of.revision, ...body }),
    )
    if (answer) take(answer)
    return answer
  }

  const announce = () =>
    act((of) => http.post<Announced>(`${pathOf(of.id)}/announcement`, { revision: of.revision }))

  async function attach(file: File): Promise<void> {
    const answer = await act((of) =>
      sendFile<Draft>('PUT', `${pathOf(of.id)}/scan`, file, {
        revision: of.revision,
        name: file.name,
      }),
    )
    if (answer) take(answer)
  }

  async function detach(): Promise<void> {
    const answer = await act((of) =>
      http.delete<Draft>(`${pathOf(of.id)}/scan?revision=${of.revision}`),
    )
    if (answer) take(answer)
  }

  const create = (given: Record<string, unknown>) => http.post<Draft>('/zones/drafts', given)

  return {
    draft,
    current,
    waiting,
    problem,
    clash,
    aside,
    busy,
    savedAt,
    drawing,
    open,
    refresh,
    edit,
    flush,
    insist,
    giveWay,
    exchange,
    forget,
    move,
    announce,
    attach,
    detach,
    create,
  }
})
