/** After a pull: what the server says about photos decides what the phone may let go of. */
import { feedRows } from '@/local/feed'
import { dropDelivered, photosIn, refusePhoto } from '@/local/photos'
import { daysBefore, dropOld, dropSent, KEPT_DAYS } from '@/local/purge'

/** Originals stay two weeks after the server confirmed them as complete; one that arrived damaged is asked for again. */
export async function tidyPhotos(person: string, now = Date.now()): Promise<void> {
  const known = await feedRows(person, 'photo')
  const of = (state: string) =>
    new Set(known.filter((row) => row.body.state === state).map((row) => row.id))
  await dropDelivered(of('complete'), daysBefore(now, KEPT_DAYS))
  const damaged = of('mismatch')
  for (const row of await photosIn(person, 'sent')) {
    if (damaged.has(row.id))
      await refusePhoto(row.id, { code: 'hash_mismatch', message: '', fields: {} })
  }
}

export async function tidy(person: string, now = Date.now()): Promise<void> {
  await tidyPhotos(person, now)
  await dropSent(person, now)
  await dropOld(person, now)
}
