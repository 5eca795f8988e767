/** The page's state is the address: tab, days, street, words, and the record that is open. */
import { computed, watch } from 'vue'
import { type LocationQuery, useRoute, useRouter } from 'vue-router'
import { type Span, wishFrom } from './rules'

const one = (value: unknown) => (typeof value === 'string' && value ? value : null)

export function useReviewState() {
  const route = useRoute()
  const router = useRouter()
  /** What was asked for last: a change that comes while one is under way builds on it. */
  let wanted: LocationQuery = route.query
  watch(
    () => route.query,
    (query) => (wanted = query),
  )

  const wish = computed(() => wishFrom(route.query))
  const open = computed(() => one(route.query.record))
  const span = computed<Span | null>(() => {
    const { days, from, to } = route.query
    if (days === 'week' || days === 'all') return days
    return from || to ? null : 'today'
  })

  function go(patch: Record<string, string | null>, how: 'push' | 'replace' = 'replace') {
    const all = { ...wanted, ...patch }
    wanted = Object.fromEntries(Object.entries(all).filter(([, value]) => value)) as LocationQuery
    return router[how]({ query: wanted })
  }

  const setTab = (tab: string) => go({ tab: tab === 'flagged' ? null : tab, record: null })
  const setSpan = (to: Span) => go({ days: to === 'today' ? null : to, from: null, to: null })
  const setDay = (day: string) => go({ days: null, from: day, to: day })
  const setOrganisation = (id: string | null) => go({ organisation: id })
  const setWords = (q: string) => go({ q: q || null })

  /** From the list to a record is a step that Back undoes; from record to record is not. */
  async function openRecord(id: string | null): Promise<void> {
    if (id !== one(wanted.record)) await go({ record: id }, open.value && id ? 'replace' : 'push')
  }

  return { wish, open, span, setTab, setSpan, setDay, setOrganisation, setWords, openRecord }
}
