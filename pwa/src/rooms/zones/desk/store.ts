/** What the page of zones knows of all of them: the list, the map of a day, the board. */
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { http } from '@/http'
import { isBoundary } from '@/map/drawing/boundary'
import { type Areas, NO_AREAS } from '@/map/types'
import { dayOf } from '@/ui/days'
import type { Coverage, Draft, Versions, ZoneRow } from './types'

/** More outlines than these nobody compares; the others show when they are opened. */
const MOST_OUTLINES = 40

export const useZoneDesk = defineStore('zone-desk', () => {
  const on = ref(dayOf(Date.now()))
  const rows = shallowRef<ZoneRow[]>([])
  const zones = shallowRef<Areas>(NO_AREAS)
  const districts = shallowRef<Areas>(NO_AREAS)
  const coverage = shallowRef<Coverage | null>(null)
  const outlines = shallowRef<Areas>(NO_AREAS)
  const problem = shallowRef<unknown>(null)
  const read = ref(false)
  const known = new Map<string, Draft>()
  let turn = 0

  const counted = computed(() => {
    const all = coverage.value?.counties.map((county) => county.towns_counted) ?? []
    const sum = (of: 'announced' | 'total') => all.reduce((so, one) => so + one[of], 0)
    return coverage.value ? { announced: sum('announced'), total: sum('total') } : null
  })

  async function load(day = on.value): Promise<void> {
    const mine = (turn += 1)
    on.value = day
    try {
      const [states, areas, board] = await Promise.all([
        http.get<{ zones: ZoneRow[] }>('/zones/states', { on: day }),
        http.get<Areas>('/zones', { on: day }),
        http.get<Coverage>('/zones/coverage', { year: Number(day.slice(0, 4)) }),
      ])
      if (mine !== turn) return
      rows.value = states.zones
      zones.value = areas
      coverage.value = board
      problem.value = null
      read.value = true
      await loadOutlines(mine)
    } catch (error) {
      if (mine === turn) problem.value = error
    }
  }

  /** A new version that somebody has begun. */
  const openDraftOf = (zone: string) =>
    rows.value.find(({ zone_id }) => zone_id === zone)?.drafts[0]

  /** The boundaries of open drafts, which no list carries. */
  async function loadOutlines(mine: number): Promise<void> {
    const drawn = rows.value.flatMap(({ drafts }) => drafts).filter((draft) => draft.drawn)
    for (const { id, revision } of drawn.slice(0, MOST_OUTLINES)) {
      if (known.get(id)?.revision !== revision)
        known.set(id, await http.get<Draft>(`/zones/drafts/${id}`))
      if (mine !== turn) return
    }
    outlines.value = {
      type: 'FeatureCollection',
      features: drawn.flatMap(({ id }) => {
        const draft = known.get(id)
        if (!draft || !isBoundary(draft.boundary)) return []
        const properties = { id, name: draft.name }
        return [{ type: 'Feature' as const, geometry: draft.boundary, properties }]
      }),
    }
  }

  async function loadDistricts(): Promise<void> {
    if (districts.value.features.length) return
    districts.value = await http.get<Areas>('/districts').catch(() => NO_AREAS)
  }

  const versions = (zone: string) => http.get<Versions>(`/zones/${zone}/versions`)

  return {
    openDraftOf,
    on,
    rows,
    zones,
    districts,
    coverage,
    counted,
    outlines,
    problem,
    read,
    load,
    loadDistricts,
    versions,
  }
})
