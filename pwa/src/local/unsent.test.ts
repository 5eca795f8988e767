import { beforeEach, expect, it } from 'vitest'
import { COLLEAGUE, emptyPhone, incident, OFFICER, photo, saved, target } from '@/testing/phone'
import { notePhoto, addPhoto } from './photos'
import { save, saveDraft } from './records'
import { holdKey } from './sealing/keys'
import { db } from './db'
import { unsentOf } from './unsent'

beforeEach(emptyPhone)

const locked = () => {
  holdKey(null)
  return unsentOf(OFFICER)
}

it('counts a record once, whatever waits of it', async () => {
  await saved('a')
  await save(target('a'), incident({ note: 'again' }))
  await addPhoto(photo('p', 'a'), true)
  await addPhoto(photo('q', 'a'), true)
  expect(await locked()).toEqual({ records: 1, drafts: 0 })
})

it('a draft is no record that waits, with photos or without', async () => {
  await saveDraft(target('a'), incident())
  await addPhoto(photo('p', 'a'))
  await saveDraft(target('b'), incident())
  expect(await locked()).toEqual({ records: 0, drafts: 2 })
})

it('a record that waits and is typed in is one that waits', async () => {
  await saved('a')
  await saveDraft(target('a'), incident({ note: 'more' }))
  expect(await locked()).toEqual({ records: 1, drafts: 0 })
})

it('a delivered record waits for its photo, and no longer', async () => {
  await saved('a')
  await addPhoto(photo('p', 'a'), true)
  await db.outbox.clear()
  await db.records.where('id').equals('a').modify({ state: 'sent' })
  expect(await unsentOf(OFFICER)).toEqual({ records: 1, drafts: 0 })
  await notePhoto('p', 'sent')
  expect(await unsentOf(OFFICER)).toEqual({ records: 0, drafts: 0 })
})

it('a colleague on the same phone is not counted', async () => {
  await saved('a')
  expect(await unsentOf(COLLEAGUE)).toEqual({ records: 0, drafts: 0 })
})
