/**
 * The plans of the branch, and what is being written of them. What a person types is kept here until the server has taken it:
 * over a lost network, another one's change, and leaving the page and coming back.
 */
import { defineStore } from 'pinia'
import { v7 as uuidv7 } from 'uuid'
import { ref, shallowReactive, shallowRef } from 'vue'
import { http, NetworkError } from '@/http'
import { dayOf } from '@/ui/days'
import { codeOf } from '@/ui/problems'
import { sendingOf, shownOf, weekOf } from './rules'
import type { Area, Edit, Fields, PlanKind, Roster, Round } from './types'

const AGAIN_MS = 8_000

export interface CopyWish {
  week: string
  valid_from: string
  valid_until: string | null
  team_id?: string
  to_team_id?: string
}

export const usePlanDesk = defineStore('plan-desk', () => {
  const plans = shallowReactive(new Map<string, Area | Roster>())
  const edits = shallowReactive(new Map<string, Edit>())
  const areas = shallowRef<Area[]>([])
  const rounds = shallowRef<Round[]>([])
  const teams = shallowRef<{ id: string; name: string }[]>([])
  const problem = shallowRef<unknown>(null)
  const read = ref(false)
  const saving = ref<string | null>(null)
  let shownDay = dayOf(Date.now())
  let timer: ReturnType<typeof setTimeout> | undefined

  /** The week that holds a day. */
  async function load(day: string): Promise<void> {
    shownDay = day
    const week = weekOf(day)
    const query = { from: week[0]!, to: week[6]! }
    try {
      const [found, held, all, ours] = await Promise.all([
        http.get<{ rounds: Round[] }>('/plans/rounds', query),
        http.get<{ rosters: Roster[] }>('/plans/rosters', query),
        http.get<{ areas: Area[] }>('/plans/areas', { state: 'any' }),
        http.get<{ teams: { id: string; name: string }[] }>('/plans/teams'),
      ])
      if (shownDay !== day) return
      rounds.value = found.rounds
      areas.value = all.areas
      teams.value = ours.teams
      for (const plan of [...held.rosters, ...all.areas]) plans.set(plan.id, plan)
      problem.value = null
      read.value = true
    } catch (error) {
      problem.value = error
    }
  }

  const blank = (kind: PlanKind, revision: number, fields: Fields): Edit => {
    return { kind, revision, fields, waits: false, clash: null, problem: null }
  }

  function begin(kind: PlanKind, fields: Fields): string {
    const id = uuidv7()
    edits.set(id, blank(kind, 0, fields))
    return id
  }

  const kindOf = (id: string): PlanKind =>
    shownOf(id, plans.get(id), edits.get(id))?.kind ?? 'rosters'

  function edit(
    id: string,
    fields: Fields,
    more: Pick<Edit, 'organisation' | 'fromDay'> = {},
  ): void {
    const before = edits.get(id) ?? blank(kindOf(id), plans.get(id)?.revision ?? 0, {})
    edits.set(id, { ...before, ...more, fields: { ...before.fields, ...fields } })
  }

  const put = (id: string, patch: Partial<Edit>) => {
    const before = edits.get(id)
    if (before) edits.set(id, { ...before, ...patch })
  }

  /** The id of what the server has now, or null. */
  async function save(id: string): Promise<string | null> {
    const sent = edits.get(id)
    if (!sent || saving.value) return null
    saving.value = id
    try {
      const { method, path, body } = sendingOf(id, sent, plans.get(id))
      const answer = await http[method]<Area | Roster>(path, body)
      plans.set(answer.id, answer)
      const { fields } = edits.get(id) ?? sent
      edits.delete(id)
      // What was typed while it was on its way stays.
      if (fields !== sent.fields) edits.set(answer.id, blank(sent.kind, answer.revision, fields))
      void load(shownDay)
      return answer.id
    } catch (error) {
      await refused(id, sent.kind, error)
      return null
    } finally {
      saving.value = null
    }
  }

  async function refused(id: string, kind: PlanKind, error: unknown): Promise<void> {
    const waits = error instanceof NetworkError
    put(id, { problem: error, waits })
    if (waits) later()
    if (codeOf(error) !== 'plan_changed') return
    const fresh = await http.get<Area | Roster>(`/plans/${kind}/${id}`).catch(() => null)
    if (!fresh) return
    plans.set(id, fresh)
    put(id, { clash: fresh.updated.by })
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
  async function insist(id: string): Promise<string | null> {
    put(id, { revision: plans.get(id)?.revision, clash: null, problem: null })
    return save(id)
  }

  const giveUp = (id: string) => edits.delete(id)

  async function end(id: string, valid_until: string, reason: string): Promise<void> {
    const revision = plans.get(id)?.revision
    const path = `/plans/${kindOf(id)}/${id}/ending`
    plans.set(id, await http.post<Area | Roster>(path, { revision, valid_until, reason }))
    await load(shownDay)
  }

  async function copy(wish: CopyWish): Promise<{ made: number; already: number }> {
    const found = await http.post<{ rosters: Roster[]; already: number }>(
      '/plans/rosters/copies',
      wish,
    )
    await load(shownDay)
    return { made: found.rosters.length, already: found.already }
  }

  window.addEventListener('online', () => void flush())
  window.addEventListener('beforeunload', (event) => edits.size && event.preventDefault())

  return {
    plans,
    edits,
    areas,
    rounds,
    teams,
    problem,
    read,
    saving,
    load,
    begin,
    edit,
    save,
    flush,
    insist,
    giveUp,
    end,
    copy,
  }
})
