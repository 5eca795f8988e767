import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { http, Problem, type Query } from '@/http'
import type { Named } from '@/rooms/accounts/types'
import { itemOf, withNewer } from './rules'
import type { DistrictCollection, MapItem, RecordKind, RecordPage, ZoneCollection } from './types'

const PAGE = 100
const BEHIND_MS = 600
/** So many looks in a row without an answer, and the page says that it stands still. */
const LOST = 3

export const LISTS: Record<RecordKind, string> = {
  incident: '/incidents',
  capture: '/captures',
  persuasion: '/persuasions',
}

/** How many there are, and what each tick of a filter would bring. */
export interface Counted {
  total: number
  type: Record<string, number>
  action: Record<string, number>
  certainty: Record<string, number>
}

const NOTHING: Counted = { total: 0, type: {}, action: {}, certainty: {} }

/** What the supervisor's page knows: counts, the list as far as it was read, zones and districts. */
export const useMaps = defineStore('maps', () => {
  const items = shallowRef<MapItem[]>([])
  const counted = shallowRef<Counted>(NOTHING)
  const districts = shallowRef<DistrictCollection | null>(null)
  const zones = shallowRef<ZoneCollection | null>(null)
  const teams = shallowRef<Named[]>([])
  const loading = ref(false)
  const problem = shallowRef<unknown>(null)
  const readAt = ref<number | null>(null)
  const cursor = ref<string | null>(null)
  /** Another one when any record is another one. */
  const stamp = ref('')
  const lost = ref(0)
  /** What is shown may be old: the last question failed, or nobody answers. */
  const stale = computed(() => problem.value !== null || lost.value >= LOST)
  let asked: Query = {}
  let turn = 0
  let reading: Promise<void> = Promise.resolve()

  const page = (query: Query) => http.get<RecordPage>('/map/records', { ...query, limit: PAGE })
  const itemsOf = (found: RecordPage) => found.features.map(itemOf)

  /** Only the newest question is answered; what is on the screen stays when there is no answer. */
  async function ask(task: () => Promise<() => void>): Promise<void> {
    const mine = (turn += 1)
    loading.value = true
    try {
      const show = await task()
      if (mine !== turn) return
      show()
      problem.value = null
      readAt.value = Date.now()
    } catch (error) {
      if (mine === turn) problem.value = error
    } finally {
      if (mine === turn) loading.value = false
    }
  }

  const both = (wish: Query) => Promise.all([http.get<Counted>('/map/counts', wish), page(wish)])

  function load(wish: Query): Promise<void> {
    asked = wish
    reading = ask(async () => {
      const [counts, found] = await both(wish)
      return () => {
        counted.value = counts
        items.value = itemsOf(found)
        cursor.value = found.cursor ?? null
      }
    })
    return reading
  }

  /** The same question again, behind an answer that is on its way; what was read of older ones stays. */
  async function refresh(): Promise<void> {
    await reading
    const wish = asked
    return ask(async () => {
      const [counts, found] = await both(wish)
      return () => {
        counted.value = counts
        const whole = !found.cursor || items.value.length <= PAGE
        if (whole) cursor.value = found.cursor ?? null
        items.value = whole ? itemsOf(found) : withNewer(items.value, itemsOf(found))
      }
    })
  }

  function more(): Promise<void> {
    const wish = { ...asked, cursor: cursor.value }
    reading = ask(async () => {
      const found = await page(wish)
      return () => {
        items.value = [...items.value, ...itemsOf(found)]
        cursor.value = found.cursor ?? null
      }
    })
    return reading
  }

  /** Asked every few seconds: cheap. When the server answers again, what could not be read meanwhile is asked for. */
  async function look(): Promise<void> {
    const found = await http.get<{ stamp: string }>('/map/stamp').catch(() => null)
    if (!found) {
      lost.value += 1
      return
    }
    const wasAway = problem.value !== null && !(problem.value instanceof Problem)
    lost.value = 0
    if (wasAway && !loading.value) void load(asked)
    if (found.stamp === stamp.value) return
    // Another worker of the server may know it half a second later: who asks then is told by all. The first time too:
    // what the page has read by then may come from a worker that did not know.
    setTimeout(() => (stamp.value = found.stamp), BEHIND_MS)
  }

  async function loadDistricts(): Promise<void> {
    districts.value ??= await http.get<DistrictCollection>('/districts').catch(() => null)
  }

  async function loadZones(on: string): Promise<void> {
    zones.value = await http.get<ZoneCollection>('/zones', { on }).catch(() => zones.value)
  }

  async function loadTeams(): Promise<void> {
    const found = await http.get<{ teams: Named[] }>('/places/teams').catch(() => null)
    if (found) teams.value = found.teams
  }

  return {
    items,
    counted,
    districts,
    zones,
    teams,
    loading,
    problem,
    stale,
    readAt,
    cursor,
    stamp,
    load,
    refresh,
    more,
    look,
    loadDistricts,
    loadZones,
    loadTeams,
  }
})
