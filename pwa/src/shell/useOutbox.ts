/** What 发送情况 lists: the beginning of each list, however long it is. */
import type { Ref } from 'vue'
import * as lists from '@/local/lists'
import { useLive } from '@/local/live'
import type { RecordRow, RecordState } from '@/local/rows'

const SHOWN = 50

export function useOutbox(person: () => string, heldUp: Ref<ReadonlyMap<string, RecordState>>) {
  const idsBy = (refused: boolean) =>
    [...heldUp.value].filter(([, state]) => (state === 'refused') === refused).map(([id]) => id)

  async function list(of: readonly RecordState[], refused: boolean): Promise<RecordRow[]> {
    const found: RecordRow[] = []
    for (const state of of)
      found.push(...(await lists.inState(person(), state, SHOWN - found.length)))
    const ids = idsBy(refused).slice(0, Math.max(0, SHOWN - found.length))
    return [...found, ...(await lists.named(person(), ids))]
  }

  const depends = () => [person(), ...heldUp.value].join()
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
