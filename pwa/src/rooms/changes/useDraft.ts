/** A form that saves itself: 300 ms after each change, and at once when the page is hidden or left. */
import { onScopeDispose, reactive, ref, watch } from 'vue'
import { loadRecord } from './store'
import { discardDraft, plain, save as saveRecord, saveDraft, type Target } from '@/local/records'
import type { RecordData, RecordRow } from '@/local/rows'

const PAUSE_MS = 300

export function useDraft<T extends object>(
  start: Omit<Target, 'capturedAt'> & { capturedAt?: string },
  usual: T,
) {
  const data = reactive(plain(usual)) as T
  const row = ref<RecordRow | null>(null)
  const savedAt = ref<string | null>(null)
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
    savedAt.value = await saveDraft(target, data as RecordData)
  }

  const flush = () => void (timer && keep())
  const onHidden = () => document.visibilityState === 'hidden' && flush()

  const ready = loadRecord(target.person, target.id).then((known) => {
    row.value = known ?? null
    if (known) {
      Object.assign(target, { parent: known.parent, capturedAt: known.body.capturedAt })
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

  return {
    data,
    row,
    savedAt,
    ready,
    target,
    keep,
    /** Record and change in one transaction; sending follows by itself. */
    async save(clean: RecordData): Promise<void> {
      close()
      await saveRecord(target, clean).catch((error: unknown) => {
        open = true
        throw error
      })
    },
    async discard(): Promise<void> {
      close()
      await discardDraft(target.person, target.id)
    },
  }
}
