/** A form that saves itself: 300 ms after each change, and at once when the page is hidden or left. */
import { onScopeDispose, reactive, ref, watch } from 'vue'
import { loadRecord, useSigned } from './store'
import {
  discardDraft,
  plain,
  save as saveRecord,
  saveDraft,
  seen,
  type Target,
} from '@/local/records'
import type { RecordData, RecordRow } from '@/local/rows'

const PAUSE_MS = 300

export function useDraft<T extends object>(
  start: Omit<Target, 'capturedAt'> & { capturedAt?: string },
  usual: T,
) {
  const data = reactive(plain(usual)) as T
  const row = ref<RecordRow | null>(null)
  const savedAt = ref<string | null>(null)
  /** The phone could not take it: nobody may believe that it did. */
  const full = ref(false)
  const pending = new Set<Promise<unknown>>()
  const target: Target = { ...start, capturedAt: start.capturedAt ?? new Date().toISOString() }
  let loaded = false
  let kept = ''
  let open = true
  let timer: ReturnType<typeof setTimeout> | undefined

  async function keep(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    if (!loaded || !open) return
    kept = JSON.stringify(data)
    try {
      savedAt.value = await saveDraft(target, data as RecordData)
      full.value = false
    } catch (error) {
      console.error(error)
      kept = ''
      full.value = true
    }
  }

  const flush = () => void (timer && keep())
  const onHidden = () => document.visibilityState === 'hidden' && flush()

  const ready = loadRecord(target.person, target.id).then(async (known) => {
    row.value = known ?? null
    if (known) {
      const basis = known.body.draft ? known.body.draftBasis : await seen(known)
      Object.assign(target, { parent: known.parent, capturedAt: known.body.capturedAt, basis })
      Object.assign(data, plain(known.body.draft ?? known.body.data ?? {}))
      savedAt.value = known.body.draftAt
    }
    kept = JSON.stringify(data)
    loaded = true
  })

  watch(data, () => {
    // Opening a record is no change of it.
    if (!loaded || JSON.stringify(data) === kept) return
    clearTimeout(timer)
    timer = setTimeout(() => void keep(), PAUSE_MS)
  })
  document.addEventListener('visibilitychange', onHidden)
  window.addEventListener('pagehide', flush)
  onScopeDispose(() => {
    flush()
    document.removeEventListener('visibilitychange', onHidden)
    window.removeEventListener('pagehide', flush)
  })

  function close(): void {
    clearTimeout(timer)
    timer = undefined
    open = false
  }

  /** A photo on its way into the database: saving waits for it, or it would be left behind. */
  async function attach<R>(work: Promise<R>): Promise<R | undefined> {
    pending.add(work)
    try {
      return await work
    } catch (error) {
      console.error(error)
      full.value = true
      return undefined
    } finally {
      pending.delete(work)
    }
  }

  return {
    data,
    row,
    savedAt,
    full,
    ready,
    signed: useSigned(
      () => target.person,
      () => target.id,
    ),
    target,
    keep,
    attach,
    /** Record and change in one transaction; sending follows by itself. */
    async save(clean: RecordData): Promise<void> {
      await Promise.allSettled(pending)
      close()
      try {
        await saveRecord(target, clean)
        full.value = false
      } catch (error) {
        open = true
        full.value = true
        throw error
      }
    },
    async discard(): Promise<void> {
      await Promise.allSettled(pending)
      close()
      await discardDraft(target.person, target.id)
    },
  }
}
