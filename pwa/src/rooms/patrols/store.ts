import { v7 as uuidv7 } from 'uuid'
import { computed, type Ref } from 'vue'
import { localInstant } from '@/local/clock'
import { save } from '@/local/records'
import type { RecordData, RecordRow } from '@/local/rows'
import { useSession } from '@/rooms/accounts/store'
import { loadRecord, useKind, useOnPatrol, useRecent } from '@/rooms/changes/store'
import { isToday } from '@/rooms/changes/times'
import type { PatrolData, PatrolType } from './types'

export function patrolOf(row: RecordRow | undefined): PatrolData | null {
  return (row?.body.data as unknown as PatrolData) ?? null
}

/** The round that this person started and did not end. */
export function useActivePatrol(person: () => string): Ref<RecordRow | undefined> {
  const all = useKind(person, 'patrol')
  const goesOn = (row: RecordRow) =>
    row.mine && !row.body.withdrawn && row.state !== 'draft' && !patrolOf(row)?.ended_at
  return computed(() => all.value.findLast(goesOn))
}

/** `organisation`: where the round is walked, when that is known; its records are filed there. */
export async function startPatrol(
  type: PatrolType,
  team: string | null,
  organisation: string | null = null,
): Promise<string> {
  const person = useSession().person
  if (!person) throw new Error('nobody is signed in')
  const id = uuidv7()
  const now = localInstant()
  const data: PatrolData = { type, started_at: now }
  if (team) data.team_id = team
  if (organisation) data.organisation_id = organisation
  const target = { id, person: person.id, kind: 'patrol' as const, parent: null, capturedAt: now }
  await save(target, data as unknown as RecordData)
  return id
}

export async function endPatrol(person: string, id: string, note: string): Promise<void> {
  const row = await loadRecord(person, id)
  const data = patrolOf(row)
  if (!row || !data) return
  const ended = { ...data, ended_at: localInstant(), ...(note.trim() ? { note: note.trim() } : {}) }
  await save({ id, person, kind: 'patrol', parent: null, capturedAt: row.body.capturedAt }, ended)
}

/** A round whose team the server does not accept goes as this person's own. */
export async function sendWithoutTeam(row: RecordRow): Promise<void> {
  const { team_id: _team, ...data } = row.body.data ?? {}
  const { id, person, body } = row
  await save({ id, person, kind: 'patrol', parent: null, capturedAt: body.capturedAt }, data)
}

export interface Noted {
  records: number
  people: number
}

/** What was noted on a round, or today. */
export function notedIn(rows: readonly RecordRow[]): Noted {
  const field = rows.filter(
    (row) =>
      !['patrol', 'track', 'recheck'].includes(row.kind) && row.body.data && !row.body.withdrawn,
  )
  const persuasions = field.filter((row) => row.kind === 'persuasion')
  const persuaded = field.filter(
    (row) => row.kind === 'incident' && row.body.data?.action === 'persuaded',
  )
  const people = persuasions.reduce(
    (sum, row) => sum + Number(row.body.data?.people_at_least ?? 0),
    0,
  )
  return { records: field.length - persuasions.length, people: people + persuaded.length }
}

export function usePatrolRecords(person: () => string, patrol: () => string): Ref<RecordRow[]> {
  return useOnPatrol(person, patrol)
}

export function useToday(person: () => string): Ref<RecordRow[]> {
  const recent = useRecent(person)
  return computed(() => recent.value.filter((row) => row.mine && isToday(row.body.capturedAt)))
}
