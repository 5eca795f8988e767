import { v7 as uuidv7 } from 'uuid'
import { useSession } from '@/rooms/accounts/store'
import { useDraft } from '@/rooms/changes/useDraft'
import { keepShot } from '@/rooms/photos/store'
import type { Shot } from '@/rooms/photos/types'
import type { Fix } from '@/device/position'
import { localInstant } from '@/local/clock'
import { discardDraft, plain, save, saveDraft } from '@/local/records'
import type { RecordData } from '@/local/rows'
import { habitsOf, noteUse } from './habits'
import { cleaned, coarse, incidentPayload, preselected } from './rules'
import type { Action, IncidentData, PersuasionData, Topic } from './types'

export { habitsOf } from './habits'

function personId(): string {
  const person = useSession().person
  if (!person) throw new Error('nobody is signed in')
  return person.id
}

/** A draft from one press of the shutter (or without a photo): it is on the phone before the form opens. */
export async function startIncident(
  patrol: string | null,
  shot: Shot | null,
  fix: Fix | null,
  given: Pick<IncidentData, 'recheck_id' | 'type' | 'place'> = {},
): Promise<string> {
  const session = useSession()
  const person = personId()
  const id = uuidv7()
  const habits = await habitsOf(person)
  const may = (one: Action) => session.may('incident', one)
  const action = preselected(habits.lastAction, may, 'recheck_id' in given)
  const draft: IncidentData = {
    ...(patrol ? { patrol_id: patrol } : {}),
    ...(habits.lastType ? { type: habits.lastType } : {}),
    ...(action ? { action } : {}),
    position: shot?.fix ?? fix,
    ...given,
  }
  const capturedAt = shot?.capturedAt ?? localInstant()
  await saveDraft({ id, person, kind: 'incident', parent: patrol, capturedAt }, draft as RecordData)
  if (shot) await keepShot(person, id, shot)
  return id
}

export function useIncidentDraft(id: string) {
  const person = personId()
  const draft = useDraft<IncidentData>({ id, person, kind: 'incident', parent: null }, {})
  return {
    ...draft,
    person,
    async save(): Promise<void> {
      const data = plain(draft.data)
      await draft.save(incidentPayload(data))
      // Saved is saved: what is preselected next time is not worth a doubt.
      if (data.type && data.action)
        await noteUse(person, data.type, data.action as Action).catch(console.error)
    },
    addShot: (shot: Shot) => draft.attach(keepShot(person, id, shot)),
  }
}

export function usePersuasionDraft(patrol: string | null, id = uuidv7()) {
  const person = personId()
  const usual: PersuasionData = { people_at_least: 1, ...(patrol ? { patrol_id: patrol } : {}) }
  const draft = useDraft<PersuasionData>(
    { id, person, kind: 'persuasion', parent: patrol, capturedAt: localInstant() },
    usual,
  )
  return { ...draft, save: () => draft.save(cleaned(plain(draft.data))) }
}

export interface Noted {
  id: string
  undo: () => Promise<void>
  keep: () => Promise<void>
}

/** Two taps of a volunteer: a draft for ten seconds, then a saved record. */
export async function notePersuasion(
  topic: Topic,
  people: number,
  fix: Fix | null,
): Promise<Noted> {
  const target = {
    id: uuidv7(),
    person: personId(),
    kind: 'persuasion' as const,
    parent: null,
    capturedAt: localInstant(),
  }
  const data = cleaned({ topic, people_at_least: people, position: fix ? coarse(fix) : undefined })
  await saveDraft(target, data)
  return {
    id: target.id,
    undo: () => discardDraft(target.person, target.id),
    keep: () => save(target, data),
  }
}

/** Drafts of a volunteer whose ten seconds were cut short by a closed page: they were meant, so they go. */
export async function keepInterrupted(
  rows: readonly { id: string; body: { draft: RecordData | null; capturedAt: string } }[],
): Promise<void> {
  const person = personId()
  for (const { id, body } of rows) {
    if (!body.draft) continue
    await save(
      { id, person, kind: 'persuasion', parent: null, capturedAt: body.capturedAt },
      body.draft,
    )
  }
}
