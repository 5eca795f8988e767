import { beforeEach, describe, expect, it, vi } from 'vitest'
import { COLLEAGUE, emptyPhone, incident, OFFICER, record, saved } from '@/testing/phone'
import { db } from '../db'
import { isEnvelope } from '../sealing/envelope'
import { heldKey, holdKey } from '../sealing/keys'
import { DEVICE, writeMeta } from '../meta'
import { unsentOf } from '../unsent'
import { MAX_TRIES, triesLeft, vaultOf } from '../vaults'
import { fromBase64url, type OfficeKey, toBase64url } from './office'
import { sealOlder } from './older'
import { changePin, createVault, takeBack, unlock, wrapForRescue } from './open'
import { tooSimple } from './pin'
import { changeVault, freeTries } from './tries'
import type { OfficeWrap } from './types'

const PIN = '240713'
const WRONG = '240714'

const patient = (person: string) => changeVault(person, () => ({ waitUntil: 0 }))

async function guess(times: number): Promise<void> {
  for (let n = 0; n < times; n++) {
    await unlock(OFFICER, WRONG)
    await patient(OFFICER)
  }
}

beforeEach(async () => {
  await emptyPhone()
  holdKey(null)
})

describe('a PIN', () => {
  it('opens what was sealed under it', async () => {
    await createVault(OFFICER, PIN)
    await saved('a', incident({ note: '在' }))
    holdKey(null)
    expect(await record('a')).toBeUndefined()
    expect(await unlock(OFFICER, PIN)).toEqual({ is: 'open' })
    expect((await record('a'))?.body.data?.note).toBe('在')
  })

  it('that is wrong opens nothing and costs a try, with longer and longer waits', async () => {
    await createVault(OFFICER, PIN)
    holdKey(null)
    expect(await unlock(OFFICER, WRONG)).toMatchObject({ is: 'wrong', left: MAX_TRIES - 1 })
    await guess(2)
    expect(await unlock(OFFICER, WRONG)).toMatchObject({ is: 'wrong', left: MAX_TRIES - 4 })
    expect(await unlock(OFFICER, PIN)).toMatchObject({ is: 'wait' })
    expect(heldKey()).toBeNull()
    await patient(OFFICER)
    expect(await unlock(OFFICER, PIN)).toEqual({ is: 'open' })
    expect(triesLeft((await vaultOf(OFFICER))!)).toBe(MAX_TRIES)
  })

  it('wrong ten times locks and deletes nothing; the password frees it', async () => {
    await createVault(OFFICER, PIN)
    await saved('a', incident({ note: '在' }))
    holdKey(null)
    await guess(MAX_TRIES)
    expect(await unlock(OFFICER, PIN)).toEqual({ is: 'locked' })
    expect(heldKey()).toBeNull()
    expect(await unsentOf(OFFICER)).toEqual({ records: 1, drafts: 0 })
    await freeTries(OFFICER)
    expect(await unlock(OFFICER, PIN)).toEqual({ is: 'open' })
    expect((await record('a'))?.body.data?.note).toBe('在')
  })

  it('counts a try before it judges it: ending the app gains none', async () => {
    await createVault(OFFICER, PIN)
    const slow = unlock(OFFICER, WRONG)
    await vi.waitFor(async () => expect((await vaultOf(OFFICER))?.wrong).toBe(1))
    await slow
  })

  it('may be changed by who knows the old one', async () => {
    await createVault(OFFICER, PIN)
    await saved('a')
    expect(await changePin(OFFICER, WRONG, '908172')).toMatchObject({ is: 'wrong' })
    expect(await changePin(OFFICER, PIN, '908172')).toEqual({ is: 'open' })
    holdKey(null)
    expect(await unlock(OFFICER, PIN)).toMatchObject({ is: 'wrong' })
    expect(await unlock(OFFICER, '908172')).toEqual({ is: 'open' })
    expect(await record('a')).toBeDefined()
  })

  it.each(['111111', '123456', '987654', '121212', '112211', '123123', '12345', 'abcdef'])(
    '%s is too simple',
    (pin) => expect(tooSimple(pin)).toBe(true),
  )
  it.each([PIN, '908172', '100305'])('%s is not', (pin) => expect(tooSimple(pin)).toBe(false))
})

const CURVE = { name: 'ECDH', namedCurve: 'P-256' } as const

async function office(): Promise<{
  key: OfficeKey
  open: (wrap: OfficeWrap) => Promise<Uint8Array>
}> {
  const pair = await crypto.subtle.generateKey(CURVE, true, ['deriveBits'])
  const spki = await crypto.subtle.exportKey('spki', pair.publicKey)
  return {
    key: { id: 'office-1', public_key: toBase64url(spki) },
    async open(wrap) {
      const theirs = await crypto.subtle.importKey(
        'spki',
        fromBase64url(wrap.ephemeral),
        CURVE,
        false,
        [],
      )
      const agreed = { name: 'ECDH', public: theirs }
      const shared = await crypto.subtle.deriveBits(agreed, pair.privateKey, 256)
      const secret = await crypto.subtle.importKey('raw', shared, 'HKDF', false, ['deriveKey'])
      const text = `quanxun data key 2|${wrap.office}|${wrap.person}|${wrap.device}|${wrap.key}`
      const info = new TextEncoder().encode(text)
      const hkdf = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(32), info }
      const by = await crypto.subtle.deriveKey(
        hkdf,
        secret,
        { name: 'AES-GCM', length: 256 },
        false,
        ['decrypt'],
      )
      const how = { name: 'AES-GCM', iv: fromBase64url(wrap.nonce), additionalData: info }
      return new Uint8Array(await crypto.subtle.decrypt(how, by, fromBase64url(wrap.sealed)))
    },
  }
}

it('under a forgotten PIN the office opens its wrap, and a new PIN opens the old work', async () => {
  const { key, open } = await office()
  await writeMeta(DEVICE, 'phone-1')
  await createVault(OFFICER, PIN)
  await wrapForRescue(key)
  await saved('a', incident({ note: '在' }))
  holdKey(null)
  const wrap = (await vaultOf(OFFICER))!.office!
  expect(wrap).toMatchObject({ v: 2, office: 'office-1', person: OFFICER, device: 'phone-1' })
  await takeBack(OFFICER, await open(wrap), '908172')
  holdKey(null)
  expect(await unlock(OFFICER, '908172')).toEqual({ is: 'open' })
  expect((await record('a'))?.body.data?.note).toBe('在')
})

/** Rows as a version without sealing left them. */
async function older(count: number): Promise<void> {
  await db.open()
  const write = db.backendDB().transaction(['records', 'photos', 'photoBytes', 'meta'], 'readwrite')
  for (const person of [OFFICER, COLLEAGUE])
    for (let n = 0; n < count; n++) {
      const row = {
        person,
        id: `${person}-${n}`,
        state: 'queued',
        kind: 'incident',
        body: { data: { note: '旧' } },
      }
      write.objectStore('records').put(row)
    }
  write
    .objectStore('photos')
    .put({ id: 'p', record: 'a', person: OFFICER, state: 'queued', body: { filename: '旧.jpg' } })
  write.objectStore('photoBytes').put({ id: 'p', body: new ArrayBuffer(9) })
  write.objectStore('meta').put({ key: `pull.${OFFICER}`, body: { cursor: '旧' } })
  write.objectStore('meta').put({ key: 'catalogue', body: { open: true } })
  await new Promise((done) => (write.oncomplete = done))
}

async function stillOpen(): Promise<string[]> {
  const found: string[] = []
  for (const { name } of db.tables) {
    const rows = await new Promise<Record<string, unknown>[]>((done) => {
      const asked = db.backendDB().transaction(name).objectStore(name).getAll()
      asked.onsuccess = () => done(asked.result as Record<string, unknown>[])
    })
    const open = rows.filter((row) => !isEnvelope(row.body) && row.person !== COLLEAGUE)
    found.push(...open.map((row) => String(row.id ?? row.key)))
  }
  return found.filter((key) => !key.startsWith('vault:') && key !== 'catalogue')
}

describe('rows of an older version', () => {
  it('are sealed at the first PIN, and only those of its person', async () => {
    await older(3)
    await createVault(OFFICER, PIN)
    expect(await stillOpen()).toEqual([])
    expect((await db.records.get([COLLEAGUE, `${COLLEAGUE}-0`]))?.body.data?.note).toBe('旧')
    expect((await db.records.get([OFFICER, `${OFFICER}-0`]))?.body.data?.note).toBe('旧')
    expect((await vaultOf(OFFICER))?.settled).toBe(true)
  })

  it('survive being killed in the middle: the next unlock goes on', async () => {
    await older(120)
    const tables = Object.getPrototypeOf(db.records) as typeof db.records
    const original = tables.bulkPut
    let batches = 0
    const put = vi.spyOn(tables, 'bulkPut').mockImplementation(function (
      this: typeof db.records,
      ...rows: Parameters<typeof original>
    ) {
      if (++batches > 1) throw new Error('killed')
      return original.apply(this, rows)
    } as typeof original)
    await expect(createVault(OFFICER, PIN)).rejects.toThrow('killed')
    put.mockRestore()
    expect((await stillOpen()).length).toBeGreaterThan(0)
    holdKey(null)
    expect(await unlock(OFFICER, PIN)).toEqual({ is: 'open' })
    expect(await stillOpen()).toEqual([])
    expect(await db.records.where('[person+state]').equals([OFFICER, 'queued']).count()).toBe(120)
    expect(await sealOlder(OFFICER)).toBe(0)
  })
})
