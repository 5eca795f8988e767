/** The list behind a number of the board: asked for by its own address, walked through by keys. */
import { computed, onBeforeUnmount, onMounted, shallowRef, watch } from 'vue'
import { useRouter } from 'vue-router'
import { http } from '@/http'
import { useSignedInAgain } from '@/rooms/accounts/useSignedInAgain'
import { useAddress } from '@/ui/address'
import { lastDay } from './rules'
import { type Head, type Span, SPANS } from './types'

const ASKED = ['day', 'span', 'organisation', 'place', 'team', 'zone'] as const

export function useList<Answer extends Head>(path: string) {
  const router = useRouter()
  const { text, go } = useAddress()
  const found = shallowRef<Answer | null>(null)
  const problem = shallowRef<unknown>(null)
  const span = computed<Span>(() => SPANS.find((one) => one === text('span')) ?? 'day')
  const asked = computed(() => ({
    ...Object.fromEntries(ASKED.map((name) => [name, text(name)])),
    span: span.value,
  }))
  const question = computed(() => JSON.stringify(asked.value))
  const board = computed(() => ({
    name: 'desk-board',
    query: { span: span.value, ...(text('day') ? { day: text('day')! } : {}) },
  }))
  const days = computed(() => {
    if (!found.value) return ''
    const last = lastDay(found.value.to)
    return last === found.value.from ? last : `${found.value.from} – ${last}`
  })

  async function read(): Promise<void> {
    const mine = question.value
    try {
      const answer = await http.get<Answer>(path, asked.value)
      if (mine !== question.value) return
      found.value = answer
      problem.value = null
    } catch (error) {
      if (mine === question.value) problem.value = error
    }
  }

  /** From row to row, as far as they go. */
  function move(by: 1 | -1): void {
    const rows = [...document.querySelectorAll<HTMLElement>('[data-row]')]
    const at = rows.findIndex((row) => row.contains(document.activeElement))
    const next = rows[at < 0 && by < 0 ? 0 : Math.max(0, Math.min(rows.length - 1, at + by))]
    ;(next?.querySelector('a') ?? next)?.focus()
  }

  const KEYS: Record<string, () => void> = {
    j: () => move(1),
    k: () => move(-1),
    Escape: () => void router.push(board.value),
  }

  function onKey(event: KeyboardEvent): void {
    const busy = event.ctrlKey || event.metaKey || event.altKey
    const typing = event.target instanceof Element && event.target.closest('input, select, dialog')
    if (!busy && !typing) KEYS[event.key]?.()
  }

  watch(question, read, { immediate: true })
  useSignedInAgain(read)
  onMounted(() => addEventListener('keydown', onKey))
  onBeforeUnmount(() => removeEventListener('keydown', onKey))

  return { found, problem, days, board, read, text, go }
}
