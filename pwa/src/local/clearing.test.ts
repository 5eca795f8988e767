import { beforeEach, expect, it } from 'vitest'
import {
  changesOf,
  COLLEAGUE,
  emptyPhone,
  incident,
  OFFICER,
  photo,
  record,
  saved,
  target,
  unlockedBy,
} from '@/testing/phone'
import { clearCovered, coverOf } from './clearing'
import { db } from './db'
import { noteReceipts } from './deposits'
import { DEVICE, writeMeta } from './meta'
import { applyAnswer } from './outbox'
import { addPhoto } from './photos'
import { save, saveDraft } from './records'
import { unsentOf } from './unsent'

beforeEach(async () => {
  await emptyPhone()
  await writeMeta(DEVICE, 'phone-1')
})

async function receiptFor(...records: string[]): Promise<void> {
  const rows = (await Promise.all(records.map(changesOf))).flat()
  const changes = rows.map(({ change_id, body }) => ({
    change_id,
    receipt: 'r',
    sha256: body.digest,
  }))
  await noteReceipts({ changes, photos: [] })
}

const photosOf = (...ids: string[]) =>
  noteReceipts({ changes: [], photos: ids.map((id) => ({ id, sha256: `sha256 of ${id}` })) })

it('takes what receipts cover off the phone, with its photos, and nothing else', async () => {
  for (const id of ['a', 'b', 'c']) await saved(id)
  for (const id of ['a', 'b']) await addPhoto(photo(`p-${id}`, id), true)
  await receiptFor('a', 'b')
  await photosOf('p-a')
  const cover = { records: ['a'], photos: ['p-a'], kept: ['b', 'c'] }
  expect(await coverOf(OFFICER)).toEqual(cover)
  expect(await clearCovered(OFFICER)).toEqual(cover)
  expect(await record('a')).toBeUndefined()
  expect(await changesOf('a')).toEqual([])
  expect(await db.photos.toCollection().primaryKeys()).toEqual(['p-b'])
  expect(await db.photoBytes.toCollection().primaryKeys()).toEqual(['p-b'])
  expect(await changesOf('b')).toHaveLength(1)
  expect(await unsentOf(OFFICER)).toEqual({ records: 2, drafts: 0 })
})

it('keeps a record with a change that came after the receipt', async () => {
  await saved('a')
  await receiptFor('a')
  await save(target('a'), incident({ note: 'later' }))
  expect((await clearCovered(OFFICER)).kept).toEqual(['a'])
  expect(await changesOf('a')).toHaveLength(2)
  expect((await record('a'))?.body.data?.note).toBe('later')
})

it('keeps a record in which somebody types', async () => {
  await saved('a')
  await receiptFor('a')
  await saveDraft(target('a'), incident({ note: 'typing' }))
  expect((await clearCovered(OFFICER)).kept).toEqual(['a'])
  expect((await record('a'))?.body.draft?.note).toBe('typing')
})

it('keeps a patrol that goes on, and clears one that has ended', async () => {
  await save(target('p', 'patrol'), { kind: 'morning' })
  await receiptFor('p')
  expect((await clearCovered(OFFICER)).kept).toEqual(['p'])
  await save(target('p', 'patrol'), { kind: 'morning', ended_at: '2026-11-21T08:00:00+08:00' })
  await receiptFor('p')
  expect((await clearCovered(OFFICER)).records).toEqual(['p'])
})

it('of a delivered record only the original goes, and the record counts as delivered', async () => {
  await saved('a')
  await addPhoto(photo('p', 'a'), true)
  const [row] = await changesOf('a')
  const answer = { status: 'accepted' as const, revision: 1, error: null }
  await applyAnswer([row!], [{ change_id: row!.change_id, id: 'a', ...answer }])
  await photosOf('p')
  expect(await clearCovered(OFFICER)).toEqual({ records: [], photos: ['p'], kept: [] })
  expect((await record('a'))?.state).toBe('sent')
  expect((await db.photos.get('p'))?.state).toBe('sent')
  expect(await db.photoBytes.count()).toBe(0)
  expect(await unsentOf(OFFICER)).toEqual({ records: 0, drafts: 0 })
})

it('is no gap in what is signed: the next payload follows the cleared one and does not disown it', async () => {
  await saved('a')
  const [cleared] = await changesOf('a')
  await receiptFor('a')
  await clearCovered(OFFICER)
  await saved('b')
  const [next] = await changesOf('b')
  const said = JSON.parse(next!.body.evidence!.signed!.payload) as Record<string, unknown>
  expect(said.previous).toBe(cleared!.body.digest)
  expect(said.voided).toBeUndefined()
})

it('a late answer to what was cleared brings nothing back to send', async () => {
  await saved('a')
  const [row] = await changesOf('a')
  await receiptFor('a')
  await clearCovered(OFFICER)
  const answer = { revision: 1, error: null }
  await applyAnswer(
    [row!],
    [{ change_id: row!.change_id, id: 'a', status: 'duplicate', ...answer }],
  )
  expect(await record('a')).toBeUndefined()
  expect(await changesOf('a')).toEqual([])
  expect(await unsentOf(OFFICER)).toEqual({ records: 0, drafts: 0 })
})

it('touches nothing of a colleague on the same phone', async () => {
  unlockedBy(COLLEAGUE)
  await save({ ...target('z'), person: COLLEAGUE }, incident())
  await addPhoto(photo('p-z', 'z', COLLEAGUE), true)
  unlockedBy(OFFICER)
  await saved('a')
  await receiptFor('a')
  await clearCovered(OFFICER)
  unlockedBy(COLLEAGUE)
  expect(await db.outbox.count()).toBe(1)
  expect(await db.photos.count()).toBe(1)
})
