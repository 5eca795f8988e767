/** What must not grow with a week's work: how many rows are opened for one save, one count, one round. */
import Dexie from 'dexie'
import { beforeEach, expect, it } from 'vitest'
import { emptyPhone, OFFICER, saved } from '@/testing/phone'
import { db } from './db'
import { hasTeam, newest, undelivered } from './lists'
import { applyAnswer, waiting } from './outbox'
import { lastPlace, places } from './places'
import { dropOld, dropSent } from './purge'
import { heldKey, holdKey } from './sealing/keys'

beforeEach(emptyPhone)

async function many(from: number, to: number): Promise<void> {
  for (let n = from; n < to; n += 1) await saved(`r${n}`)
}

/** Sealed rows that are opened while something is done. */
async function opened(work: () => Promise<unknown>): Promise<number> {
  const key = heldKey()!
  let count = 0
  holdKey({ ...key, open: (sealed, bound) => (count++, key.open(sealed, bound)) })
  await work()
  holdKey(key)
  return count
}

it('a save opens as many rows with forty waiting as with none', async () => {
  await saved('first')
  const before = await opened(() => saved('a'))
  await many(0, 40)
  expect(await opened(() => saved('b'))).toBe(before)
})

it('what waits is counted, and looked for, without opening it', async () => {
  await many(0, 30)
  let found = null as Awaited<ReturnType<typeof undelivered>> | null
  expect(await opened(async () => (found = await undelivered(OFFICER)))).toBe(0)
  expect(found!.counts.get('queued')).toBe(30)
  expect(await opened(async () => void [await places(OFFICER), await lastPlace()])).toBe(0)
  expect(await opened(() => newest(OFFICER, 'team', 1))).toBe(0)
})

it('tidying opens nothing of what was delivered lately', async () => {
  await many(0, 30)
  const rows = await waiting(OFFICER)
  const accepted = { status: 'accepted' as const, revision: 1, error: null }
  await applyAnswer(
    rows,
    rows.map((row) => ({ change_id: row.change_id, id: row.record, ...accepted })),
  )
  expect(await db.sent.count()).toBe(30)
  const now = Date.now()
  const drop = async () => void [await dropSent(OFFICER, now), await dropOld(OFFICER, now)]
  expect(await opened(drop)).toBe(0)
  await dropSent(OFFICER, now + 15 * 86_400_000)
  expect(await db.sent.count()).toBe(0)
})

it('a phone of version 3 finds what is of colleagues', async () => {
  await saved('mine')
  const own = await db.records.toArray()
  db.close()
  holdKey(null)
  await Dexie.delete(db.name)
  const old = new Dexie(db.name)
  old.version(3).stores({ records: '[person+id], [person+created_at]' })
  const row = { ...own[0]!, body: { key: 'another', bytes: new Uint8Array(50) } }
  await old.table('records').bulkAdd([row, { ...row, id: 'theirs', mine: false }])
  old.close()
  await db.open()
  expect(await hasTeam(OFFICER)).toBe(true)
  expect(await db.records.where('[person+team+created_at]').above([OFFICER]).primaryKeys()).toEqual(
    [[OFFICER, 'theirs']],
  )
})
