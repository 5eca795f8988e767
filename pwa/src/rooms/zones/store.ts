/** Key zones and district outlines as this phone holds them: zone of a point without a network. */
import { computed, type Ref, shallowRef } from 'vue'
import { http } from '@/http'
import { feedRows } from '@/local/feed'
import { useLive } from '@/local/live'
import { readMeta, writeMeta } from '@/local/meta'
import { type Areas, NO_AREAS } from './areas'
import { areasInForce, judge, type Judged, type ZoneRow } from './rules'

interface Place {
  lon: number
  lat: number
  accuracy_m: number
}

export function useZones(person: () => string) {
  const rows = useLive(() => feedRows(person(), 'zone') as Promise<ZoneRow[]>, [], person)
  return {
    areas: computed<Areas>(() => areasInForce(rows.value, new Date())),
    judge: (place: Place | null | undefined, at?: string): Judged =>
      judge(rows.value, place, at ?? new Date().toISOString()),
    known: computed(() => rows.value.length > 0),
  }
}

const DISTRICTS = 'districts'

/** Outlines of the counties: asked for once a day, kept for when there is no network. */
export function useDistricts(): Ref<Areas> {
  const areas = shallowRef<Areas>(NO_AREAS)
  void load(areas)
  return areas
}

async function load(areas: Ref<Areas>): Promise<void> {
  const kept = await readMeta<{ at: number; areas: Areas }>(DISTRICTS)
  if (kept) areas.value = kept.areas
  if (kept && Date.now() - kept.at < 86_400_000) return
  const fresh = await http.get<Areas>('/districts').catch(() => null)
  if (!fresh?.features) return
  areas.value = fresh
  await writeMeta(DISTRICTS, { at: Date.now(), areas: fresh })
}
