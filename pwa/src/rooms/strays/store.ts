import { v7 as uuidv7 } from 'uuid'
import type { Fix } from '@/device/position'
import { localInstant } from '@/local/clock'
import { plain, saveDraft } from '@/local/records'
import type { RecordData } from '@/local/rows'
import { useSession } from '@/rooms/accounts/store'
import { useDraft } from '@/rooms/changes/useDraft'
import { coarse } from '@/rooms/incidents/rules'
import { keepShot } from '@/rooms/photos/store'
import type { Shot } from '@/rooms/photos/types'
import { capturePayload } from './rules'
import { type CaptureData, SEEN } from './types'

function personId(): string {
  const person = useSession().person
  if (!person) throw new Error('nobody is signed in')
  return person.id
}

/** Field staff catch, volunteers report; theirs is a rounded place. */
export function onlyReports(): boolean {
  return !useSession().hasRole('officer', 'auxiliary')
}

export function placeOf(fix: Fix | null): Fix | null {
  return fix && onlyReports() ? coarse(fix) : fix
}

export async function startCapture(
  patrol: string | null,
  shot: Shot | null,
  fix: Fix | null,
  given: Pick<CaptureData, 'recheck_id' | 'place'> = {},
): Promise<string> {
  const person = personId()
  const id = uuidv7()
  const draft: CaptureData = {
    ...(patrol ? { patrol_id: patrol } : {}),
    count: 1,
    method: SEEN,
    position: placeOf(shot?.fix ?? fix),
    ...given,
  }
  const capturedAt = shot?.capturedAt ?? localInstant()
  await saveDraft(
    { id, person, kind: 'capture', parent: patrol, capturedAt },
    draft as unknown as RecordData,
  )
  if (shot) await keepShot(person, id, shot)
  return id
}

export function useCaptureDraft(id: string) {
  const person = personId()
  const draft = useDraft<CaptureData>({ id, person, kind: 'capture', parent: null }, { count: 1 })
  return {
    ...draft,
    person,
    save: () => draft.save(capturePayload(plain(draft.data))),
    addShot: (shot: Shot) => draft.attach(keepShot(person, id, shot)),
  }
}
