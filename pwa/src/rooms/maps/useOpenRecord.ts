/** The record that is open: from where it was opened, its neighbours in the list, back to its row, keys J K Esc. */
import { computed, nextTick, onBeforeUnmount, onMounted, type Ref, watch } from 'vue'
import { useDetail } from './detail'
import { neighbour } from './rules'
import { useMaps } from './store'
import type { MapItem } from './types'
import type { useMapState } from './useMapState'

export interface OpenRecordOptions {
  state: ReturnType<typeof useMapState>
  items: Ref<MapItem[]>
  wide: Ref<boolean>
  /** Brings a place into sight. */
  show: (at: { lon: number; lat: number }) => void
}

export function useOpenRecord({ state, items, wide, show }: OpenRecordOptions) {
  const maps = useMaps()
  const detail = useDetail()
  const { open, openRecord } = state
  /** The map stays where it is: the view was shared, or the mark was in sight when it was tapped. */
  let stays = Boolean(state.startView)

  const current = computed(() => maps.items.find(({ key }) => key === open.value) ?? null)
  const before = computed(() => open.value && neighbour(items.value, open.value, -1))
  const after = computed(() => open.value && neighbour(items.value, open.value, 1))
  const at = computed(() => current.value?.at ?? detail.record?.data.position ?? null)

  function tap(key: string | null): void {
    stays = wide.value
    void openRecord(key)
  }

  function choose(key: string | null): void {
    stays = false
    void openRecord(key)
  }

  function step(by: 1 | -1): void {
    const key = by === 1 ? after.value : before.value
    if (key) choose(key)
  }

  /** Back to where one came from: the row in the list that was open. */
  async function close(): Promise<void> {
    const key = open.value
    await openRecord(null)
    await nextTick()
    document.querySelector<HTMLElement>(`[data-record="${key}"]`)?.focus()
  }

  const KEYS: Record<string, () => void> = { j: () => step(1), k: () => step(-1), Escape: close }

  function onKey(event: KeyboardEvent): void {
    const busy = event.ctrlKey || event.metaKey || !(event.target instanceof Element)
    if (busy || !open.value) return
    const typing = (event.target as Element).closest('input, select, textarea, dialog')
    if (!typing) KEYS[event.key]?.()
  }

  watch(open, (key) => detail.open(key), { immediate: true })
  watch([() => open.value, () => Boolean(at.value)], ([key, placed]) => {
    if (key && placed && !stays) void nextTick(() => at.value && show(at.value))
  })
  onMounted(() => addEventListener('keydown', onKey))
  onBeforeUnmount(() => removeEventListener('keydown', onKey))

  return { current, before, after, tap, choose, step, close }
}
