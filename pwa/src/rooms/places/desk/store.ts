/**
 * The places of the county, and what is being written of them. What a person types or draws is kept here until the
 * server has taken it: over a lost network, another one's change, and leaving the page and coming back.
 */
import { defineStore } from 'pinia'
import { v7 as uuidv7 } from 'uuid'
import { computed, ref, shallowReactive, shallowRef } from 'vue'
import { http, NetworkError } from '@/http'
import { codeOf } from '@/ui/problems'
import type { PlaceKind } from '../types'
import { leftOf, shownOf } from './rules'
import type { Edit, Fields, Kinds, Place } from './types'

const PAGE = 2000
const AGAIN_MS = 8_000
const pathOf = (id: string) => `/places/${id}`

export const usePlaceDesk = defineStore('place-desk', () => {
  const places = shallowReactive(new Map<string, Place>())
  const edits = shallowReactive(new Map<string, Edit>())
  const kinds = shallowRef<Kinds | null>(null)
  const teams = shallowRef<{ id: string; name: string }[]>([])
  const problem = shallowRef<unknown>(null)
  const read = ref(false)
  const saving = ref<string | null>(null)
  let timer: ReturnType<typeof setTimeout> | undefined

  const all = computed(() =>
    [...new Set([...edits.keys(), ...places.keys()])].flatMap((id) => {
      const shown = shownOf(id, places.get(id), edits.get(id))
      return shown ? [shown] : []
    }),
  )

  async function load(): Promise<void> {
    try {
      const found = new Map<string, Place>()
      for (let cursor: string | undefined = ''; cursor !== undefined;) {
        const query = { state: 'any', limit: PAGE, ...(cursor ? { cursor } : {}) }
        const page: { features: Place[]; cursor?: string } = await http.get('/places', query)
        for (const place of page.features) found.set(place.id, place)
        cursor = page.cursor
      }
      kinds.value ??= await http.get<Kinds>('/places/kinds')
      teams.value = (await http.get<{ teams: typeof teams.value }>('/places/teams')).teams
      for (const id of places.keys()) if (!found.has(id)) places.delete(id)
      for (const [id, place] of found) places.set(id, place)
      problem.value = null
      read.value = true
    } catch (error) {
      problem.value = error
    }
  }

  function begin(kind: PlaceKind): string {
    const id = uuidv7()
    edits.set(id, blank(0, { kind, name: '' }))
    return id
  }

  const blank = (revision: number, fields: Fields): Edit => ({
    revision,
    fields,
    waits: false,
    clash: null,
    problem: null,
  })

  function edit(id: string, fields: Fields, organisation?: string): void {
    const before = edits.get(id) ?? blank(places.get(id)?.properties.revision ?? 0, {})
    edits.set(id, {
      ...before,
      fields: { ...before.fields, ...fields },
      organisation: organisation ?? before.organisation,
    })
  }

  const put = (id: string, patch: Partial<Edit>) => {
    const before = edits.get(id)
    if (before) edits.set(id, { ...before, ...patch })
  }

  /** Whether the server has it. */
  async function save(id: string): Promise<boolean> {
    const sent = edits.get(id)
    if (!sent || saving.value) return false
    saving.value = id
    try {
      const body = { ...sent.fields }
      taken(
        id,
        sent.fields,
        sent.revision
          ? await http.patch<Place>(pathOf(id), { revision: sent.revision, ...body })
          : await http.post<Place>('/places', { id, ...body }),
      )
      return true
    } catch (error) {
      await refused(id, error)
      return false
    } finally {
      saving.value = null
    }
  }

  function taken(id: string, sent: Fields, answer: Place): void {
    places.set(id, answer)
    const rest = leftOf(edits.get(id)?.fields ?? {}, sent)
    if (rest) edits.set(id, blank(answer.properties.revision, rest))
    else edits.delete(id)
  }

  async function refused(id: string, error: unknown): Promise<void> {
    put(id, { problem: error, waits: error instanceof NetworkError })
    if (error instanceof NetworkError) later()
    if (codeOf(error) !== 'place_changed') return
    const fresh = await http.get<Place>(pathOf(id)).catch(() => null)
    if (!fresh) return
    places.set(id, fresh)
    put(id, { clash: fresh.properties.updated.by })
  }

  function later(): void {
    clearTimeout(timer)
    timer = setTimeout(() => void flush(), AGAIN_MS)
  }

  /** What was to be kept while there was no network. */
  async function flush(): Promise<void> {
    for (const [id, one] of [...edits]) if (one.waits) await save(id)
  }

  /** Ours over theirs. */
  async function insist(id: string): Promise<boolean> {
    put(id, { revision: places.get(id)?.properties.revision, clash: null, problem: null })
    return save(id)
  }

  const giveUp = (id: string) => edits.delete(id)

  async function end(id: string, valid_until: string, reason: string): Promise<void> {
    const revision = places.get(id)?.properties.revision
    places.set(
      id,
      await http.post<Place>(`${pathOf(id)}/ending`, { revision, valid_until, reason }),
    )
  }

  async function withHistory(id: string): Promise<void> {
    places.set(id, await http.get<Place>(pathOf(id)))
  }

  window.addEventListener('online', () => void flush())
  window.addEventListener('beforeunload', (event) => edits.size && event.preventDefault())

  return {
    places,
    edits,
    kinds,
    teams,
    problem,
    read,
    saving,
    all,
    load,
    begin,
    edit,
    save,
    flush,
    insist,
    giveUp,
    end,
    withHistory,
  }
})
