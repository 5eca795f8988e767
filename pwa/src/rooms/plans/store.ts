/** Planned rounds of one's own teams as this phone holds them, without a network too. */
import { computed, onScopeDispose, type Ref, ref } from 'vue'
import { feedRows } from '@/local/feed'
import { useLive } from '@/local/live'
import type { RecordRow } from '@/local/rows'
import type { Named } from '@/rooms/accounts/types'
import { useKind } from '@/rooms/changes/store'
import { patrolOf } from '@/rooms/patrols/store'
import { dayBefore, dayOf } from '@/ui/days'
import { plannedRounds, toDoFirst, type Walk } from './rules'
import type { PlanRow } from './types'

/** What runs on a screen that stays open must notice the time. */
const TICK_MS = 30_000

/** A round without a team goes to the only one that its author has, as the server files it. */
export function walkOf(row: RecordRow, teams: readonly Named[]): Walk | null {
  const data = patrolOf(row)
  if (!data || row.body.withdrawn || row.state === 'draft') return null
  const only = row.mine && teams.length === 1 ? teams[0]!.id : null
  return {
    id: row.id,
    type: data.type,
    team: data.team_id ?? (row.body.meta?.team_id as string | undefined) ?? only,
    organisation: data.organisation_id ?? row.body.meta?.organisation?.id ?? null,
    since: Date.parse(data.started_at),
    ended: Boolean(data.ended_at),
  }
}

export function useRounds(person: () => string, teams: () => readonly Named[]) {
  const rows = useLive(
    () => feedRows(person(), 'plan') as unknown as Promise<PlanRow[]>,
    [],
    person,
  )
  const patrols = useKind(person, 'patrol')
  const now = ref(Date.now())
  const tick = setInterval(() => (now.value = Date.now()), TICK_MS)
  onScopeDispose(() => clearInterval(tick))

  const own = computed(() => {
    const ids = new Set(teams().map((team) => team.id))
    return rows.value.filter((row) => ids.has(row.body.team_id))
  })
  const walks = computed(() =>
    patrols.value.map((row) => walkOf(row, teams())).filter((walk) => walk !== null),
  )
  const today = computed(() => dayOf(now.value))
  const all = computed(() => {
    const days = [dayBefore(today.value, 1), today.value, dayBefore(today.value, -1)]
    return plannedRounds(own.value, days, walks.value, now.value)
  })
  /** Those of today, and what began yesterday evening and is not over; what is still to do comes first. */
  const ofToday = computed(() =>
    toDoFirst(
      all.value.filter(
        ({ day, until }) => day === today.value || (day < today.value && until > now.value),
      ),
    ),
  )
  const ofTomorrow = computed(() => all.value.filter((round) => round.day > today.value))
  return { now: now as Readonly<Ref<number>>, ofToday, ofTomorrow }
}
