/** What was typed over the map, and what the server knows of it: asked when the fingers rest. */
import { onScopeDispose, ref, shallowRef, watch } from 'vue'
import { http } from '@/http'
import { t } from '@/i18n'
import { shortTime } from '@/ui/days'
import type { IconName } from '@/ui'
import { problemWords } from '@/ui/problems'
import { itemOf } from './rules'
import type { RecordFeature } from './types'
import { titleOf } from './words'

const REST_MS = 250

interface Found {
  organisations: { id: string; name: string; level: string }[]
  zones: { id: string; name: string }[]
  records: RecordFeature[]
}

/** Something to go to: an organisation or a zone to filter by, a record to open. */
export interface Hit {
  key: string
  what: 'organisation' | 'zone' | 'record'
  id: string
  icon: IconName
  name: string
  more: string
}

export function hitsOf(found: Found): Hit[] {
  const organisations = found.organisations.map(({ id, name, level }) => ({
    key: id,
    what: 'organisation' as const,
    id,
    icon: 'map-pin' as const,
    name,
    more: t(`maps.level.${level}`),
  }))
  const zones = found.zones.map(({ id, name }) => ({
    key: id,
    what: 'zone' as const,
    id,
    icon: 'layers' as const,
    name,
    more: t('maps.zoneHit'),
  }))
  const records = found.records.map(itemOf).map((item) => ({
    key: item.key,
    what: 'record' as const,
    id: item.key,
    icon: 'scroll-text' as const,
    name: [titleOf(item, t), item.place].filter(Boolean).join(' · '),
    more: shortTime(item.captured_at),
  }))
  return [...organisations, ...zones, ...records]
}

export function useSearch() {
  const words = ref('')
  const hits = shallowRef<Hit[]>([])
  const said = ref('')
  let timer: ReturnType<typeof setTimeout> | undefined

  async function ask(q: string): Promise<void> {
    try {
      const found = hitsOf(await http.get<Found>('/map/search', { q }))
      if (q !== words.value.trim()) return
      hits.value = found
      said.value = found.length ? '' : t('maps.nothingFound')
    } catch (problem) {
      if (q === words.value.trim()) said.value = problemWords(problem, t)
    }
  }

  watch(words, (typed) => {
    clearTimeout(timer)
    hits.value = []
    said.value = ''
    const q = typed.trim()
    if (q) timer = setTimeout(() => void ask(q), REST_MS)
  })
  onScopeDispose(() => clearTimeout(timer))

  return { words, hits, said }
}
