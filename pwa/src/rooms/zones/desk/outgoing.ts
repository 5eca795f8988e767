/** What was written in drafts and waits for the server: of the open draft, and of those left without a network. */
import { shallowReactive } from 'vue'
import { http, NetworkError } from '@/http'
import { left } from './rules'
import type { Draft, Fields } from './types'

const WAIT_MS = 600
const AGAIN_MS = 8_000
export const pathOf = (id: string) => `/zones/drafts/${id}`

/** Fields, and the revision of the draft that they were written upon. */
interface Unsent {
  revision: number
  fields: Fields
}

interface Hooks {
  /** Waits for a person's decision. */
  held: (id: string) => boolean
  taken: (answer: Draft) => void
  refused: (id: string, error: unknown) => Promise<void>
}

export function outgoing({ held, taken, refused }: Hooks) {
  const unsent = shallowReactive(new Map<string, Unsent>())
  let timer: ReturnType<typeof setTimeout> | undefined
  let saving: Promise<void> | null = null

  function add({ id, revision }: Draft, fields: Fields): void {
    const before = unsent.get(id)
    unsent.set(id, {
      revision: before?.revision ?? revision,
      fields: { ...before?.fields, ...fields },
    })
    later()
  }

  /** What waits is meant for this draft as it is now. */
  function rebase({ id, revision }: Draft): void {
    const kept = unsent.get(id)
    if (kept) unsent.set(id, { ...kept, revision })
  }

  function later(ms = WAIT_MS): void {
    clearTimeout(timer)
    timer = setTimeout(() => void flush(), ms)
  }

  /** All that waits is sent, and so is what comes while it is under way. */
  async function flush(): Promise<void> {
    clearTimeout(timer)
    while (saving) await saving
    saving = sendAll().finally(() => (saving = null))
    await saving
  }

  async function sendAll(): Promise<void> {
    for (const id of [...unsent.keys()]) {
      while (unsent.has(id) && !held(id) && (await send(id)));
    }
  }

  /** Whether it was taken. */
  async function send(id: string): Promise<boolean> {
    const sent = unsent.get(id)
    if (!sent) return false
    try {
      const answer = await http.patch<Draft>(pathOf(id), {
        revision: sent.revision,
        ...sent.fields,
      })
      const rest = left(unsent.get(id)?.fields ?? {}, sent.fields)
      if (rest) unsent.set(id, { revision: answer.revision, fields: rest })
      else unsent.delete(id)
      taken(answer)
      return true
    } catch (error) {
      if (error instanceof NetworkError) later(AGAIN_MS)
      await refused(id, error)
      return false
    }
  }

  window.addEventListener('online', () => void flush())
  window.addEventListener('beforeunload', (event) => unsent.size && event.preventDefault())

  return { unsent, add, rebase, later, flush }
}
