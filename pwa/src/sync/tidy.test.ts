import { beforeEach, expect, it } from 'vitest'
import { db } from '@/local/db'
import { addPhoto, notePhoto } from '@/local/photos'
import { emptyPhone, OFFICER } from '@/testing/phone'
import { tidyPhotos } from './tidy'

const DAY_MS = 86_400_000
const LATER = Date.now() + 15 * DAY_MS

beforeEach(async () => {
  await emptyPhone()
  const body = {
    filename: '',
    mime: '',
    sha256: '',
    capturedAt: '',
    width: 1,
    height: 1,
    thumb: null,
  }
  await addPhoto({ id: 'p', record: 'a', person: OFFICER, bytes: new ArrayBuffer(4), body }, true)
})

async function serverSays(state: string): Promise<void> {
  await db.feed.put({
    id: 'p',
    person: OFFICER,
    kind: 'photo',
    revision: 1,
    pull: '',
    body: { state },
  })
}

it.each([
  ['sent and complete, two weeks later', 'sent', 'complete', LATER, 0],
  ['sent and complete, today', 'sent', 'complete', Date.now(), 1],
  ['sent, but the server is still receiving', 'sent', 'receiving', LATER, 1],
  ['not sent yet', 'queued', 'complete', LATER, 1],
] as const)('the original, %s', async (_name, state, said, now, left) => {
  await notePhoto('p', state)
  await serverSays(said)
  await tidyPhotos(OFFICER, now)
  expect(await db.photoBytes.count()).toBe(left)
})

it('a photo that arrived damaged waits for a person', async () => {
  await notePhoto('p', 'sent')
  await serverSays('mismatch')
  await tidyPhotos(OFFICER)
  expect(await db.photos.get('p')).toMatchObject({
    state: 'refused',
    body: { refusal: { code: 'hash_mismatch' } },
  })
})
