/** The work list as far as it was read, the record that is open, and decisions on their way. */
import { defineStore } from 'pinia'
import { computed, ref, shallowReactive, shallowRef } from 'vue'
import { http, Problem } from '@/http'
import { t } from '@/i18n'
import { asksToSignIn } from '@/ui/problems'
import { useDrafts } from './drafts'
import { asked, belongs, countsOf, type Wish, wishFrom, withFirst } from './rules'
import {
  type Counts,
  type Item,
  type Move,
  type ReturnReason,
  type Tab,
  TABS,
  type Team,
  type Trouble,
  type Whole,
} from './types'

const PAGE = 50
const NONE = Object.fromEntries(TABS.map((tab) => [tab, 0])) as Counts
interface Page {
  items: Item[]
  cursor: string | null
  behind: boolean
}
type Counted = { counts: Counts }

export const useReviews = defineStore('reviews', () => {
  const drafts = useDrafts()
  const read = shallowRef<Item[]>([])
  /** Decided here, and not shown any more while the server is told. */
  const going = shallowReactive(new Set<string>())
  const troubles = shallowReactive(new Map<string, Trouble>())
  const counts = shallowRef<Counts>(NONE)
  /** Flagged ones of any day: more than those of the days that are shown. */
  const flaggedAnyDay = ref(0)
  const today = ref(0)
  const cursor = ref<string | null>(null)
  const behind = ref(false)
  const loading = ref(false)
  const problem = shallowRef<unknown>(null)
  const whole = shallowRef<Whole | null>(null)
  const wholeProblem = shallowRef<unknown>(null)
  const openId = ref<string | null>(null)
  const chips = shallowRef<ReturnReason[]>([])
  const teams = shallowRef<Team[]>([])
  const shownTab = ref<Tab>('flagged')
  let wish: Wish | null = null
  let turn = 0

  const items = computed(() =>
    read.value.filter((one) => !going.has(one.record_id) && belongs(one, shownTab.value)),
  )

  const page = (of: Wish, from: string | null) =>
    http.get<Page>('/reviews', { tab: of.tab, ...asked(of), limit: PAGE, cursor: from })

  async function count(of: Wish): Promise<void> {
    const ask = (anyDay: boolean) =>
      http.get<Counted>('/reviews/counts', asked({ ...of, tab: 'flagged' }, anyDay))
    const [some, any] = await Promise.all([ask(false), ask(true)])
    counts.value = countsOf(some.counts, any.counts)
    flaggedAnyDay.value = any.counts.flagged
  }

  /** Of today, whatever the page shows: the number in the rail. */
  async function countToday(): Promise<void> {
    const day = wishFrom({})
    const found = await http.get<Counted>('/reviews/counts', asked(day)).catch(() => null)
    if (found) today.value = found.counts.flagged
  }

  /** Only the newest question is answered; what is on the screen stays when there is no answer. */
  async function ask(task: (mine: Wish) => Promise<() => void>): Promise<void> {
    const of = wish
    if (!of) return
    const mine = (turn += 1)
    loading.value = true
    try {
      const show = await task(of)
      if (mine !== turn) return
      show()
      problem.value = null
    } catch (error) {
      if (mine === turn) problem.value = error
    } finally {
      if (mine === turn) loading.value = false
    }
  }

  const readFirst = (keep: boolean) =>
    ask(async (of) => {
      const [found] = await Promise.all([page(of, null), count(of)])
      return () => {
        const older = keep && read.value.length > PAGE && found.cursor !== null
        read.value = withFirst(read.value, found.items, older)
        if (!older) cursor.value = found.cursor
        behind.value = found.behind
        const shown = found.items.find(({ record_id }) => record_id === openId.value)
        if (shown && whole.value && shown.revision > whole.value.revision) void open(openId.value)
      }
    })

  function load(of: Wish): Promise<void> {
    if (wish?.tab !== of.tab) read.value = []
    wish = of
    shownTab.value = of.tab
    return readFirst(false)
  }

  /** The same question again; what was read of older ones stays. */
  const refresh = () => readFirst(true)

  const more = () =>
    ask(async (of) => {
      const found = await page(of, cursor.value)
      return () => {
        read.value = [...read.value, ...found.items]
        cursor.value = found.cursor
      }
    })

  function put(fresh: Whole): void {
    if (openId.value === fresh.record_id) whole.value = withLikeness(fresh)
    read.value = read.value.map((one) => (one.record_id === fresh.record_id ? fresh : one))
  }

  /** Answers to decisions leave out how alike the photos are. */
  function withLikeness(fresh: Whole): Whole {
    const before = new Map(whole.value?.near.map((one) => [one.item.record_id, one.alike]))
    const near = fresh.near.map((one) => ({
      ...one,
      alike: one.alike ?? before.get(one.item.record_id) ?? null,
    }))
    return { ...fresh, near }
  }

  async function open(id: string | null): Promise<void> {
    openId.value = id
    if (whole.value?.record_id !== id) whole.value = null
    wholeProblem.value = null
    if (!id) return
    try {
      put(await http.get<Whole>(`/reviews/${encodeURIComponent(id)}`))
    } catch (error) {
      if (openId.value === id) wholeProblem.value = error
    }
  }

  const send = (id: string, move: Move, body: Record<string, unknown>) =>
    http.post<Whole>(`/reviews/${encodeURIComponent(id)}/${move}`, body)

  /** That nobody was signed in stays true only until somebody is: what is kept says what to do then. */
  const note = (id: string, move: Trouble['move'], error: unknown) =>
    troubles.set(id, {
      move,
      problem: asksToSignIn(error)
        ? new Problem(409, 'not_written', t('reviewing.wasSignedOut'))
        : error,
    })

  /** Somebody was first, or the record has changed: what stands there now is shown beside what was typed here. */
  async function failed(id: string, move: Trouble['move'], error: unknown): Promise<void> {
    note(id, move, error)
    if (!(error instanceof Problem) || error.status !== 409) return
    const fresh = await http.get<Whole>(`/reviews/${encodeURIComponent(id)}`).catch(() => null)
    if (fresh) put(fresh)
  }

  /** A ruling that was typed goes before the decision that rests on it. Returns the revision it leaves. */
  async function rule(item: Item): Promise<Item> {
    const { ruling, rulingReason } = drafts.of(item.record_id)
    if (!ruling) return item
    const fresh = await send(item.record_id, 'zone', {
      revision: item.revision,
      ruling,
      reason: rulingReason.trim(),
    })
    drafts.edit(item.record_id, { ruling: null, rulingReason: '' })
    put(fresh)
    return fresh
  }

  /** Gone from the list at once; back in its place, with the reason, when the server did not take it. */
  async function decide(
    item: Item,
    move: Exclude<Move, 'zone'>,
    body: Record<string, unknown> = {},
  ): Promise<boolean> {
    const id = item.record_id
    if (going.has(id)) return false
    going.add(id)
    troubles.delete(id)
    try {
      const ruled = move === 'acceptance' ? await rule(item) : item
      put(await send(id, move, { ...body, revision: ruled.revision }))
      drafts.drop(id)
      await Promise.all([refresh(), countToday()])
      return true
    } catch (error) {
      await failed(id, move, error)
      return false
    } finally {
      going.delete(id)
    }
  }

  async function ruleOnly(item: Item): Promise<void> {
    troubles.delete(item.record_id)
    await rule(item).catch((error: unknown) => failed(item.record_id, 'zone', error))
  }

  /** Each is answered by itself. */
  async function acceptAll(some: readonly Item[]): Promise<void> {
    const given = some.map(({ record_id, revision }) => ({ record_id, revision }))
    some.forEach(({ record_id }) => going.add(record_id))
    try {
      const { results } = await http.post<{
        results: { record_id: string; accepted: boolean; code: string; detail: string }[]
      }>('/reviews/acceptances', { items: given })
      for (const { record_id: id, accepted, code, detail } of results)
        if (accepted) drafts.drop(id)
        else troubles.set(id, { move: 'acceptance', problem: new Problem(409, code, detail) })
      await refresh()
    } catch (error) {
      for (const { record_id } of some) note(record_id, 'acceptance', error)
    } finally {
      some.forEach(({ record_id }) => going.delete(record_id))
    }
    if (openId.value) await open(openId.value)
  }

  async function assign(id: string): Promise<boolean> {
    troubles.delete(id)
    try {
      await http.post('/rechecks', { record_id: id, ...drafts.of(id).recheck })
      drafts.edit(id, { recheck: { team_id: '', text: '', due_on: drafts.of(id).recheck.due_on } })
      if (openId.value === id) await open(id)
      return true
    } catch (error) {
      note(id, 'recheck', error)
      return false
    }
  }

  async function loadChoices(): Promise<void> {
    const get = <T>(path: string) => http.get<T>(path).catch(() => null)
    const [reasons, found] = await Promise.all([
      get<{ reasons: ReturnReason[] }>('/reviews/return-reasons'),
      get<{ teams: Team[] }>('/places/teams'),
    ])
    chips.value = reasons?.reasons ?? chips.value
    teams.value = found?.teams ?? teams.value
  }

  return {
    items,
    counts,
    flaggedAnyDay,
    today,
    countToday,
    cursor,
    behind,
    loading,
    problem,
    whole,
    wholeProblem,
    openId,
    chips,
    teams,
    troubles,
    load,
    refresh,
    more,
    open,
    decide,
    ruleOnly,
    acceptAll,
    assign,
    loadChoices,
  }
})
