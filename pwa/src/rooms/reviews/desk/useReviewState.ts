/** The page's state is the address: tab, days, street, words, and the record that is open. */
import { computed } from 'vue'
import { useAddress } from '@/ui/address'
import { type Span, wishFrom } from './rules'

export function useReviewState() {
  const { query, text, go, wanted } = useAddress()
  const wish = computed(() => wishFrom(query.value))
  const open = computed(() => text('record'))
  const span = computed<Span | null>(() => {
    const { days, from, to } = query.value
    if (days === 'week' || days === 'all') return days
    return from || to ? null : 'today'
  })

  const setTab = (tab: string) => go({ tab: tab === 'flagged' ? null : tab, record: null })
  const setSpan = (to: Span) => go({ days: to === 'today' ? null : to, from: null, to: null })
  const setDay = (day: string) => go({ days: null, from: day, to: day })
  const setOrganisation = (id: string | null) => go({ organisation: id })
  const setWords = (q: string) => go({ q: q || null })

  /** From the list to a record is a step that Back undoes; from record to record is not. */
  async function openRecord(id: string | null): Promise<void> {
    if (id !== (wanted().record ?? null))
      await go({ record: id }, open.value && id ? 'replace' : 'push')
  }

  return { wish, open, span, setTab, setSpan, setDay, setOrganisation, setWords, openRecord }
}
