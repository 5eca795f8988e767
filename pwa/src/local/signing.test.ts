import { beforeEach, expect, it, vi } from 'vitest'
import { changesOf, emptyPhone, incident, OFFICER, record, saved, target } from '@/testing/phone'
import { applyAnswer, chooseSide, markSending, sendAgain } from './outbox'
import { db } from './db'
import { signingKey } from './keys'
import { DEVICE, writeMeta } from './meta'
import { addPhoto } from './photos'
import { save, withdraw } from './records'
import type { OutboxRow } from './rows'
import type { Verdict } from './states'

interface Payload {
  [name: string]: unknown
  previous: string | null
  seq: number
  voided?: { sha256: string; previous: string | null }[]
  photos: { id: string; sha256: string }[]
  data: Record<string, unknown>
}

const [ONE, TWO, THREE] = ['one', 'two', 'three'] as const

beforeEach(async () => {
  await emptyPhone()
  await writeMeta(DEVICE, 'phone-1')
  await writeMeta('clock', { offset_ms: 1500, at: '2026-11-21T06:00:00.000Z' })
})

const payloadOf = (row: OutboxRow) => JSON.parse(row.body.evidence!.signed!.payload) as Payload
const lastOf = async (id: string) => (await changesOf(id)).at(-1)!

async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

function bytes(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replace(/-/g, '+').replace(/_/g, '/'))
  return Uint8Array.from(plain, (char) => char.charCodeAt(0))
}

async function fits(row: OutboxRow): Promise<boolean> {
  const { payload, signature, key_id } = row.body.evidence!.signed!
  const key = (await db.keys.get(OFFICER))!
  const spki = bytes(key.public_key)
  expect(key_id).toBe(key.key_id)
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256' }
  const open = await crypto.subtle.importKey('spki', spki, algorithm, true, ['verify'])
  const how = { name: 'ECDSA', hash: 'SHA-256' }
  return crypto.subtle.verify(how, open, bytes(signature), new TextEncoder().encode(payload))
}

async function answer(id: string, status: Verdict): Promise<void> {
  const rows = await changesOf(id)
  await markSending(rows)
  const error = { code: 'same_field_changed', message: '', fields: { note: '' } }
  const results = rows.map((row) => ({
    change_id: row.change_id,
    id,
    status,
    revision: 1,
    error: status === 'accepted' ? null : error,
  }))
  await applyAnswer(rows, results)
}

async function photo(id: string, of: string): Promise<void> {
  const body = { filename: 'a', mime: '', capturedAt: '', width: 1, height: 1, thumb: null }
  const added = { id, record: of, person: OFFICER, bytes: new ArrayBuffer(3) }
  await addPhoto({ ...added, body: { ...body, sha256: 'ab'.repeat(32) } })
}

it('signs what goes out, and nothing of the keeper', async () => {
  await saved(ONE, incident({ keeper: { name: '王小明' } }))
  const row = await lastOf(ONE)
  expect(await fits(row)).toBe(true)
  expect(payloadOf(row)).toMatchObject({
    v: 1,
    change_id: row.change_id,
    id: ONE,
    kind: 'incident',
    op: 'put',
    base: 0,
    after: null,
    author_id: OFFICER,
    device_id: 'phone-1',
    captured_at: row.body.capturedAt,
    clock_offset_ms: 1500,
    previous: null,
    seq: 1,
    data: incident(),
  })
  expect(row.body.evidence!.signed!.payload).not.toContain('王小明')
  expect(row.body.data.keeper).toEqual({ name: '王小明' })
})

it('makes a key that nobody can take out', async () => {
  const { private_key } = (await signingKey(OFFICER))!
  expect(private_key.extractable).toBe(false)
  await expect(crypto.subtle.exportKey('pkcs8', private_key)).rejects.toThrow()
})

it('links each to the one saved before, whatever record it is of', async () => {
  for (const id of [ONE, TWO, ONE]) await saved(id, incident({ note: id + Math.random() }))
  const rows = (await db.outbox.toArray()).sort((a, b) => a.seq - b.seq)
  expect(rows.map((row) => payloadOf(row).seq)).toEqual([1, 2, 3])
  for (const at of [1, 2])
    expect(payloadOf(rows[at]!).previous).toBe(
      await sha256(rows[at - 1]!.body.evidence!.signed!.payload),
    )
  expect(payloadOf(rows[2]!).after).toBe(rows[0]!.change_id)
})

it('keeps one chain when several are saved at once', async () => {
  const ids = Array.from({ length: 6 }, (_, at) => `at once ${at}`)
  await Promise.all(ids.map((id) => saved(id)))
  const said = (await db.outbox.toArray()).map(payloadOf)
  expect(said.map(({ seq }) => seq).sort()).toEqual([1, 2, 3, 4, 5, 6])
  expect(new Set(said.map(({ previous }) => previous)).size).toBe(6)
})

it('names what was erased before it ever left, and what that had named', async () => {
  await saved(ONE)
  const before = await lastOf(ONE)
  for (const id of [TWO, THREE]) {
    await saved(id)
    await withdraw(OFFICER, id, '')
  }
  await saved('four')
  const { voided, previous, seq } = payloadOf(await lastOf('four'))
  expect(seq).toBe(4)
  expect(voided!.map((gone) => gone.previous)).toEqual([
    await sha256(before.body.evidence!.signed!.payload),
    voided![0]!.sha256,
  ])
  expect(previous).toBe(voided![1]!.sha256)
  await saved('five')
  expect(payloadOf(await lastOf('five')).voided).toBeUndefined()
})

it('does not name what may have left', async () => {
  await saved(ONE)
  await answer(ONE, 'refused')
  await saved(ONE, incident({ note: 'mended' }))
  const mended = await lastOf(ONE)
  expect(payloadOf(mended).voided).toBeUndefined()
  expect(payloadOf(mended).seq).toBe(2)
})

it('signs what a person decides about conflicts, and names what that replaced', async () => {
  await saved(ONE)
  await answer(ONE, 'conflict')
  const row = (await record(ONE))!
  const theirs = { data: incident({ note: 'theirs' }), meta: null, revision: 2 }
  await db.records.put({ ...row, body: { ...row.body, theirs } })
  await chooseSide(OFFICER, ONE, 'mine')
  const decided = await lastOf(ONE)
  expect(await fits(decided)).toBe(true)
  expect(payloadOf(decided)).toMatchObject({ base: 2, seq: 2 })
})

it('signs what is sent again, and a withdrawal', async () => {
  await saved(ONE)
  await answer(ONE, 'refused')
  await sendAgain(OFFICER, ONE)
  expect(await fits(await lastOf(ONE))).toBe(true)
  await answer(ONE, 'accepted')
  await withdraw(OFFICER, ONE, '重复')
  const row = await lastOf(ONE)
  expect(await fits(row)).toBe(true)
  expect(payloadOf(row)).toMatchObject({ op: 'delete', data: { reason: '重复' } })
})

it('names the photos with their fingerprints, and signs anew for one that came later', async () => {
  await photo('photo-1', ONE)
  await saved(ONE)
  expect(payloadOf(await lastOf(ONE)).photos).toEqual([{ id: 'photo-1', sha256: 'ab'.repeat(32) }])
  await answer(ONE, 'accepted')
  await saved(ONE)
  expect(await changesOf(ONE)).toHaveLength(0)
  await photo('photo-2', ONE)
  await saved(ONE)
  expect(payloadOf(await lastOf(ONE)).photos.map(({ id }) => id)).toEqual(['photo-1', 'photo-2'])
})

it('begins a new chain with a new key, and leaves tracks unsigned', async () => {
  await saved(ONE)
  await writeMeta(DEVICE, 'phone-2')
  await saved(TWO)
  expect(payloadOf(await lastOf(TWO))).toMatchObject({
    seq: 1,
    previous: null,
    device_id: 'phone-2',
  })
  await save(target(THREE, 'track'), { points: [] })
  expect((await lastOf(THREE)).body.evidence).toEqual({ clock_offset_ms: 1500 })
})

it('saves unsigned where nothing can be signed', async () => {
  vi.spyOn(crypto.subtle, 'sign').mockRejectedValue(new Error('no'))
  await saved(ONE)
  vi.restoreAllMocks()
  expect((await lastOf(ONE)).body.evidence).toEqual({ clock_offset_ms: 1500 })
  await emptyPhone()
  await saved(TWO)
  expect((await lastOf(TWO)).body.evidence).toBeNull()
})

it('does not sign what would be too long', async () => {
  await saved(ONE, incident({ note: '长'.repeat(22_000) }))
  expect((await lastOf(ONE)).body.evidence).toEqual({ clock_offset_ms: 1500 })
  await saved(TWO, incident({ note: 'x'.repeat(30_000) }))
  expect(await fits(await lastOf(TWO))).toBe(true)
})
