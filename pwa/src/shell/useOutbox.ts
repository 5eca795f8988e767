/** What 发送情况 lists: the beginning of each list, however long it is. */
import { computed, type Ref } from 'vue'
import * as lists from '@/local/lists'
import { useLive } from '@/local/live'
import type { RecordRow, RecordState } from '@/local/rows'
import { heldUpByPhotos, type PhotoCount } from '@/rooms/changes/delivery'

const SHOWN = 50

export function useOutbox(
  person: () => string,
  states: Ref<ReadonlyMap<string, RecordState> | null>,
  typed: Ref<readonly RecordRow[]>,
  photos: Ref<ReadonlyMap<string, PhotoCount>>,
) {
  const byPhotos = computed(() => {
    const drafts = new Set(typed.value.map((row) => row.id))
    return heldUpByPhotos(states.value ?? new Map(), drafts, photos.value)
  })
  const idsBy = (refused: boolean) =>
    [...byPhotos.value].filter(([, state]) => (state === 'refused') === refused).map(([id]) => id)

  async function list(of: readonly RecordState[], refused: boolean): Promise<RecordRow[]> {
    const found: RecordRow[] = []
    for (const state of of)
      found.push(...(await lists.inState(person(), state, SHOWN - found.length)))
    const ids = idsBy(refused).slice(0, Math.max(0, SHOWN - found.length))
    return [...found, ...(await lists.named(person(), ids))]
  }

  const depends = () => [person(), byPhotos.value]
  const look = useLive(() => list(['conflict', 'refused'], true), [], depends)
  const queue = useLive(() => list(['sending', 'queued', 'held'], false), [], depends)
  const shown = () => [...look.value, ...queue.value].map((row) => row.id)
  return {
    look,
    queue,
    changes: useLive(() => lists.changesOf(person(), shown()), [], shown),
    size: useLive(() => lists.unsentSize(person()), 0, person),
  }
}
