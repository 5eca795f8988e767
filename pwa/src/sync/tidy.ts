/** After a pull: what the server says about photos decides what the phone may let go of. */
import { feedOf } from '@/local/feed'
import { dropDelivered, photosIn, refusePhoto } from '@/local/photos'
import { daysBefore, dropOld, dropSent, KEPT_DAYS } from '@/local/purge'

/** Originals stay two weeks after the server confirmed them as complete; one that arrived damaged is asked for again. */
export async function tidyPhotos(person: string, now = Date.now()): Promise<void> {
  const known = await feedOf(person, 'photo', await photosIn(person, 'sent'))
  const of = (state: string) => known.filter((row) => row.body.state === state).map(({ id }) => id)
  await dropDelivered(person, new Set(of('complete')), daysBefore(now, KEPT_DAYS))
  for (const id of of('mismatch'))
    await refusePhoto(id, { code: 'hash_mismatch', message: '', fields: {} })
}

export async function tidy(person: string, now = Date.now()): Promise<void> {
  await tidyPhotos(person, now)
  await dropSent(person, now)
  await dropOld(person, now)
}
