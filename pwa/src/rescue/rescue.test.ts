import { beforeEach, expect, it } from 'vitest'
import type { OfficeKey } from '@/device/office'
import { db } from '@/local/db'
import { DEVICE, writeMeta } from '@/local/meta'
import { addPhoto } from '@/local/photos'
import { changesOf, emptyPhone, photo, saved } from '@/testing/phone'
import { fromBase64url, toBase64url, utf8 } from './bytes'
import { NotAReceipt, take } from './receipts'
import { type Entry, rescueFile } from './writing'

const ECDH = { name: 'ECDH', namedCurve: 'P-256' } as const
const ECDSA = { name: 'ECDSA', namedCurve: 'P-256' } as const

let office: OfficeKey
let opener: CryptoKeyPair
let signer: CryptoKeyPair

beforeEach(async () => {
  await emptyPhone()
  await writeMeta(DEVICE, 'phone-1')
  opener = await crypto.subtle.generateKey(ECDH, true, ['deriveBits'])
  signer = await crypto.subtle.generateKey(ECDSA, true, ['sign'])
  const spki = async (key: CryptoKey) => toBase64url(await crypto.subtle.exportKey('spki', key))
  office = {
    id: 'office',
    public_key: await spki(opener.publicKey),
    receipt_key: await spki(signer.publicKey),
  }
})

/** Reads the file as docs/sync.md says, with the office's private key. */
async function read(file: Blob): Promise<{ kind: number; plain: Uint8Array }[]> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  const end = bytes.indexOf(10)
  const head = new TextDecoder().decode(bytes.subarray(0, end))
  const { ephemeral } = JSON.parse(head.replace('QXRESCUE1 ', '')) as { ephemeral: string }
  const theirs = await crypto.subtle.importKey('spki', fromBase64url(ephemeral), ECDH, false, [])
  const shared = await crypto.subtle.deriveBits(
    { name: 'ECDH', public: theirs },
    opener.privateKey,
    256,
  )
  const secret = await crypto.subtle.importKey('raw', shared, 'HKDF', false, ['deriveKey'])
  const hkdf = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(32), info: utf8(head) }
  const key = await crypto.subtle.deriveKey(hkdf, secret, { name: 'AES-GCM', length: 256 }, false, [
    'decrypt',
  ])
  const found = []
  const view = new DataView(bytes.buffer)
  for (let at = end + 1, number = 0; at < bytes.length; number++) {
    const size = view.getUint32(at)
    const iv = new Uint8Array(12)
    new DataView(iv.buffer).setUint32(8, number)
    const how = { name: 'AES-GCM', iv, additionalData: bytes.slice(at + 4, at + 5) }
    const plain = new Uint8Array(
      await crypto.subtle.decrypt(how, key, bytes.slice(at + 5, at + 5 + size)),
    )
    found.push({ kind: plain[0]!, plain: plain.subarray(1) })
    at += 5 + size
  }
  return found
}

async function* entries(...list: Entry[]): AsyncGenerator<Entry> {
  yield* list
}

it('holds what was said and its content in pieces, and nothing that anybody else can read', async () => {
  const content = new Uint8Array(1024 * 1024 + 3).fill(7).buffer
  const said = { change: { payload: '金丝雀' } }
  const file = await rescueFile(office, entries({ said }, { said: { photo: {} }, content }))
  expect(await file.text()).not.toContain('金丝雀')
  const frames = await read(file)
  expect(frames.map(({ kind }) => kind)).toEqual([1, 1, 2, 2, 1])
  expect(JSON.parse(new TextDecoder().decode(frames[0]!.plain))).toEqual(said)
  expect(frames[2]!.plain.length + frames[3]!.plain.length).toBe(content.byteLength)
})

async function receipt(report: object): Promise<string> {
  const text = JSON.stringify(report)
  const how = { name: 'ECDSA', hash: 'SHA-256' }
  const signature = await crypto.subtle.sign(how, signer.privateKey, utf8(text))
  return JSON.stringify({ receipt: text, signature: toBase64url(signature) })
}

it('believes a receipt of the office and marks what it names', async () => {
  await saved('a')
  await saved('b')
  const [row] = await changesOf('a')
  const changes = [
    { change_id: row!.change_id, status: 'deposited', sha256: row!.body.digest, receipt: 'r' },
    { change_id: null, status: 'refused', sha256: '', receipt: null },
  ]
  const text = await receipt({ complete: true, changes, photos: [] })
  expect((await take(office, text)).complete).toBe(true)
  expect((await changesOf('a'))[0]!.body.receipt).toBe('r')
  expect((await changesOf('b'))[0]!.body.receipt).toBeUndefined()
})

it.each(['touched', 'no json', 'of another'])('believes no other receipt: %s', async (what) => {
  await saved('a')
  const [row] = await changesOf('a')
  const changes = [
    { change_id: row!.change_id, status: 'deposited', sha256: row!.body.digest, receipt: 'r' },
  ]
  const good = await receipt({ complete: true, changes, photos: [] })
  const other = { ...office, receipt_key: office.public_key }
  const text = { touched: good.replace('true', 'null'), 'no json': 'x', 'of another': good }[what]!
  await expect(take(what === 'of another' ? other : office, text)).rejects.toThrow(NotAReceipt)
  expect((await changesOf('a'))[0]!.body.receipt).toBeUndefined()
  expect(await db.outbox.count()).toBe(1)
})

it('a receipt for another content covers nothing', async () => {
  await saved('a')
  await addPhoto(photo('p', 'a'), true)
  const [row] = await changesOf('a')
  const text = await receipt({
    complete: true,
    changes: [{ change_id: row!.change_id, status: 'known', sha256: 'f'.repeat(64), receipt: 'r' }],
    photos: [{ id: 'p', status: 'complete', sha256: 'f'.repeat(64) }],
  })
  await take(office, text)
  expect((await changesOf('a'))[0]!.body.receipt).toBeUndefined()
  expect((await db.photos.get('p'))!.body.receipt).toBeUndefined()
})
