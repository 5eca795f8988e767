import { beforeEach, expect, it } from 'vitest'
import { db } from '@/local/db'
import { DEVICE, writeMeta } from '@/local/meta'
import { applyAnswer } from '@/local/outbox'
import { addPhoto, notePhoto } from '@/local/photos'
import { saveDraft } from '@/local/records'
import { holdKey } from '@/local/sealing/keys'
import { unpack } from '@/local/sealing/packing'
import { open as openBytes } from '@/local/vault/cipher'
import { toBase64url } from '@/local/vault/office'
import { createVault, wrapForRescue } from '@/local/vault/open'
import { unwrapByPin } from '@/local/vault/pin'
import { vaultOf } from '@/local/vaults'
import { changesOf, emptyPhone, incident, OFFICER, photo, saved, target } from '@/testing/phone'
import { sealedNames, sealedRows } from './sealedRows'
import type { Entry } from './writing'

const PIN = '240713'

interface RowName {
  table: string
  id: string
  key: string
}

beforeEach(async () => {
  await emptyPhone()
  holdKey(null)
  await writeMeta(DEVICE, 'phone-1')
  await createVault(OFFICER, PIN)
  const curve = { name: 'ECDH', namedCurve: 'P-256' }
  const pair = await crypto.subtle.generateKey(curve, true, ['deriveBits'])
  const spki = await crypto.subtle.exportKey('spki', pair.publicKey)
  await wrapForRescue({ id: 'office-1', public_key: toBase64url(spki) })
})

async function delivered(id: string): Promise<void> {
  await saved(id)
  const [row] = await changesOf(id)
  const answer = { status: 'accepted' as const, revision: 1, error: null }
  await applyAnswer([row!], [{ change_id: row!.change_id, id, ...answer }])
}

/** A queue as a morning leaves it: waiting, delivered with and without a photo under way, half typed. */
async function morning(): Promise<void> {
  await saved('waits', incident({ note: '金丝雀' }))
  await addPhoto(photo('p-waits', 'waits'), true)
  await delivered('done')
  await delivered('words-only')
  await addPhoto(photo('p-words', 'words-only'), true)
  await addPhoto(photo('p-gone', 'words-only'), true)
  await notePhoto('p-gone', 'sent')
  await saveDraft(target('typing'), incident())
  await addPhoto(photo('p-typing', 'typing'))
}

async function all(entries: AsyncIterable<Entry>): Promise<Entry[]> {
  const found: Entry[] = []
  for await (const one of entries) found.push(one)
  return found
}

const rowOf = ({ said }: Entry) => (said as { row?: RowName }).row

it('takes what waits and what it needs out of a locked phone, as sealed as it lies there', async () => {
  await morning()
  const [waits] = await changesOf('waits')
  const [words] = await db.sent.where('[person+record]').equals([OFFICER, 'words-only']).toArray()
  holdKey(null)
  const [vault, ...entries] = await all(sealedRows(OFFICER))
  expect(vault!.said).toMatchObject({ vault: { v: 2, person: OFFICER, device: 'phone-1' } })
  const names = entries.map((one) => rowOf(one)!).map(({ table, id }) => `${table} ${id}`)
  expect(names).toEqual([
    `sent ${words!.change_id}`,
    `outbox ${waits!.change_id}`,
    'photos p-waits',
    'photoBytes p-waits',
    'photos p-words',
    'photoBytes p-words',
  ])
  for (const { content } of entries)
    expect(new TextDecoder().decode(content)).not.toMatch(/金丝雀|photo p-/)
})

it('whoever has the data key opens each of them by its name', async () => {
  await morning()
  holdKey(null)
  const vault = (await vaultOf(OFFICER))!
  const raw = (await unwrapByPin(PIN, vault))!
  const bodies = (await all(sealedRows(OFFICER))).slice(1).map((entry) => {
    const { table, id, key } = rowOf(entry)!
    const bound = new TextEncoder().encode(JSON.stringify([table, id, key]))
    return unpack(openBytes(raw, new Uint8Array(entry.content!), bound))
  })
  expect(bodies[1]).toMatchObject({ data: { note: '金丝雀' } })
  expect(new TextDecoder().decode(bodies[3] as ArrayBuffer)).toBe('photo p-waits')
})

it('tells by name what a receipt has to cover', async () => {
  await morning()
  const [waits] = await changesOf('waits')
  holdKey(null)
  expect(await sealedNames(OFFICER)).toEqual({
    changes: [waits!.change_id],
    photos: ['p-waits', 'p-words'],
  })
  expect(await sealedNames('somebody else')).toEqual({ changes: [], photos: [] })
})

it('makes nothing for an office that was left no key', async () => {
  await saved('a')
  await db.meta.update(`vault:${OFFICER}`, { body: { ...(await vaultOf(OFFICER))!, office: null } })
  holdKey(null)
  expect(await all(sealedRows(OFFICER))).toEqual([])
})
