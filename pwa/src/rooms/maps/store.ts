import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { http, type Query } from '@/http'
import { useSession } from '@/rooms/accounts/store'
import { itemOf, newestFirst } from './rules'
import type { DistrictCollection, MapItem, RecordKind, RecordPage, ZoneCollection } from './types'

const PAGE = 500
/** Beyond this many of a kind the page asks to narrow the filter. */
const MOST = 3000

export const LISTS: Record<RecordKind, string> = {
  incident: '/incidents',
  capture: '/captures',
  persuasion: '/persuasions',
}

export interface Asked {
  from: string
  to: string
  organisation: string | null
}

async function readAll(
  kind: RecordKind,
  asked: Asked,
): Promise<{ items: MapItem[]; more: boolean }> {
  const items: MapItem[] = []
  let cursor: string | undefined
  do {
    const query: Query = { ...asked, cursor, limit: PAGE }
    const page = await http.get<RecordPage>(LISTS[kind], query)
    items.push(
      ...page.features.map((feature) =>
        itemOf({ ...feature, properties: { ...feature.properties, kind } }),
      ),
    )
    cursor = page.cursor
  } while (cursor && items.length < MOST)
  return { items, more: Boolean(cursor) }
}

/** Records, zones and districts of the supervisor's page. */
export const useMaps = defineStore('maps', () => {
  const session = useSession()
  const items = shallowRef<MapItem[]>([])
  const districts = shallowRef<DistrictCollection | null>(null)
  const zones = shallowRef<ZoneCollection | null>(null)
  const loading = ref(false)
  const problem = shallowRef<unknown>(null)
  const more = ref(false)
  const readAt = ref<number | null>(null)
  let latest = 0

  const kinds = computed(() =>
    (Object.keys(LISTS) as RecordKind[]).filter((kind) => session.may(kind, 'read')),
  )

  /** Only the newest question is answered; what is on the screen stays when there is no answer. */
  async function load(asked: Asked): Promise<void> {
    const turn = (latest += 1)
    loading.value = true
    try {
      const lists = await Promise.all(kinds.value.map((kind) => readAll(kind, asked)))
      if (turn !== latest) return
      items.value = newestFirst(lists.flatMap((list) => list.items))
      more.value = lists.some((list) => list.more)
      problem.value = null
      readAt.value = Date.now()
    } catch (error) {
      if (turn === latest) problem.value = error
    } finally {
      if (turn === latest) loading.value = false
    }
  }

  async function loadDistricts(): Promise<void> {
    districts.value ??= await http.get<DistrictCollection>('/districts').catch(() => null)
  }

  async function loadZones(on: string): Promise<void> {
    zones.value = await http.get<ZoneCollection>('/zones', { on }).catch(() => zones.value)
  }

  return { items, districts, zones, loading, problem, more, readAt, load, loadDistricts, loadZones }
})
