/** After a pull: what the server says about photos decides what the phone may let go of. */
import { feedRows } from '@/local/feed'
import { dropDelivered, photosIn, refusePhoto } from '@/local/photos'

const KEEP_MS = 7 * 86_400_000

/** Originals stay a week after the server confirmed them as complete; one that arrived damaged is asked for again. */
export async function tidyPhotos(person: string, now = Date.now()): Promise<void> {
  const known = await feedRows(person, 'photo')
  const of = (state: string) =>
    new Set(known.filter((row) => row.body.state === state).map((row) => row.id))
  await dropDelivered(of('complete'), new Date(now - KEEP_MS).toISOString())
  const damaged = of('mismatch')
  for (const row of await photosIn(person, 'sent')) {
    if (damaged.has(row.id))
      await refusePhoto(row.id, { code: 'hash_mismatch', message: '', fields: {} })
  }
}
