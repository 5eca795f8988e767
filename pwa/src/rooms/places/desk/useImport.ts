/**
 * One import under the hand. What was chosen stays here over a lost network and over another reading; a look that was made of
 * something else than what is said now is told, and nothing is sent from it.
 */
import { computed, reactive, ref, shallowRef } from 'vue'
import { layersAsked } from '@/rooms/zones/desk/imports'
import { useTask } from '@/ui/useTask'
import type { PlaceKind } from '../types'
import {
  chosen,
  type Choice,
  type Columns,
  columnsSaid,
  type Look,
  look,
  type Made,
  type Said,
  take,
  UNTOUCHED,
} from './imports'

export function useImport() {
  const file = shallowRef<File | null>(null)
  const system = ref('')
  const layer = ref('')
  const kind = ref<PlaceKind | ''>('')
  const organisation = shallowRef<{ id: string; name: string } | null>(null)
  const columns = shallowRef<Columns | null>(null)
  const sorts = reactive<Record<string, string | null>>({})
  const found = shallowRef<Look | null>(null)
  const lookedAt = ref('')
  const choices = reactive(new Map<number, Choice>())
  const { busy, problem, work } = useTask()

  const said = computed<Said | null>(() => {
    if (!file.value || !system.value || !kind.value) return null
    return {
      file: file.value,
      system: system.value,
      kind: kind.value,
      layer: layer.value,
      organisation: organisation.value?.id ?? null,
      columns: columns.value,
      sorts: { ...sorts },
    }
  })
  const key = computed(() => JSON.stringify(said.value))
  const stale = computed(() => found.value !== null && key.value !== lookedAt.value)
  const layers = computed(() => found.value?.layers ?? layersAsked(problem.value))
  const picked = computed(() => (found.value ? chosen(found.value.rows, choices) : []))

  /** Until the look is of what is said: something may be said while it is under way. */
  async function see(): Promise<void> {
    for (let asked = said.value; asked; asked = stale.value ? said.value : null) {
      const sent = asked
      const mine = key.value
      const seen = await work(() => look(sent))
      if (!seen) return
      found.value = seen
      lookedAt.value = mine
    }
  }

  const seeAgain = () => (found.value && stale.value ? see() : Promise.resolve())

  async function send(): Promise<Made | null> {
    const asked = said.value
    if (!asked || stale.value || !picked.value.length) return null
    return work(() => take(asked, picked.value))
  }

  /** Another file is another matter: its rows have other numbers, and its system is asked anew. */
  function forget(): void {
    if (found.value) system.value = ''
    found.value = null
    problem.value = null
    columns.value = null
    layer.value = ''
    choices.clear()
    for (const text of Object.keys(sorts)) delete sorts[text]
  }

  function otherLayer(): Promise<void> {
    columns.value = null
    choices.clear()
    return see()
  }

  function choose(number: number, choice: Partial<Choice>): void {
    choices.set(number, { ...(choices.get(number) ?? UNTOUCHED), ...choice })
  }

  function map(next: Columns): Promise<void> {
    columns.value = columnsSaid(next)
    return seeAgain()
  }

  function mean(text: string, code: string | null): Promise<void> {
    sorts[text] = code
    return seeAgain()
  }

  return {
    file,
    system,
    layer,
    kind,
    organisation,
    sorts,
    found,
    choices,
    problem,
    busy,
    said,
    stale,
    layers,
    picked,
    see,
    seeAgain,
    send,
    forget,
    otherLayer,
    choose,
    map,
    mean,
  }
}
