import { beforeEach, describe, expect, it } from 'vitest'
import { db } from '@/local/db'
import { undelivered } from '@/local/lists'
import { addPhoto, notePhoto } from '@/local/photos'
import { saveDraft } from '@/local/records'
import type { RecordState } from '@/local/rows'
import { emptyPhone, incident, OFFICER, saved, target } from '@/testing/phone'
import { countPhotos, heldUpByPhotos, tally } from './delivery'

beforeEach(emptyPhone)

const counted = async () => {
  const read = await undelivered(OFFICER)
  return tally(read, heldUpByPhotos(read, countPhotos(read.photos)))
}

async function photo(id: string, record: string): Promise<void> {
  const body = {
    filename: '',
    mime: '',
    sha256: '',
    capturedAt: '',
    width: 1,
    height: 1,
    thumb: null,
  }
  await addPhoto({ id, record, person: OFFICER, bytes: new ArrayBuffer(4), body }, true)
}

const inState = (state: RecordState) => db.records.update([OFFICER, 'a'], { state })

describe('what is counted as not delivered', () => {
  it.each<[string, RecordState, 'queued' | 'sent' | 'refused', [number, number]]>([
    ['a record that waits with its photo, once', 'queued', 'queued', [1, 0]],
    ['a record whose photo waits', 'sent', 'queued', [1, 0]],
    ['a record whose photo was refused', 'sent', 'refused', [0, 1]],
    ['a refused record', 'refused', 'queued', [0, 1]],
    ['nothing when both are there', 'sent', 'sent', [0, 0]],
  ])('%s', async (_name, record, its, [waiting, look]) => {
    await saved('a')
    await photo('p', 'a')
    await inState(record)
    await notePhoto('p', its)
    expect(await counted()).toEqual({ waiting, look, drafts: 0 })
  })

  it('what is being typed is a draft, unless an earlier version of it waits', async () => {
    await saved('a')
    await saveDraft(target('a'), incident({ note: 'more' }))
    await saveDraft(target('b'), incident())
    await photo('p', 'b')
    expect(await counted()).toEqual({ waiting: 1, look: 0, drafts: 1 })
    await inState('sent')
    expect(await counted()).toEqual({ waiting: 0, look: 0, drafts: 2 })
  })
})
