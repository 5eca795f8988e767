/** Making a person's data key, opening it with the PIN, and giving it another PIN. */
import { db } from '../db'
import { DEVICE, readMeta } from '../meta'
import { heldKey, holdKey } from '../sealing/keys'
import { VAULT } from '../sealing/plain'
import { triesLeft, vaultOf } from '../vaults'
import { dataKey, KEY_BYTES, randomBytes } from './cipher'
import { type OfficeKey, toBase64url, wrapForOffice } from './office'
import { sealOlder } from './older'
import { unwrapByPasskey, wrapByPasskey } from './passkey'
import { unwrapByPin, wrapByPin } from './pin'
import { changeVault, freeTries, takeTry } from './tries'
import type { Vault } from './types'

export type Verdict =
  | { is: 'open' }
  | { is: 'wrong'; left: number; waitUntil: number }
  | { is: 'wait'; left: number; waitUntil: number }
  | { is: 'locked' }

let rawKey: Uint8Array<ArrayBuffer> | null = null

/** Keeps the data key of whoever has unlocked the phone for the office, too, so that a forgotten PIN loses nothing. */
export async function wrapForRescue(office: OfficeKey): Promise<void> {
  const held = heldKey()
  if (!held || !rawKey) return
  const vault = await vaultOf(held.person)
  const device = await readMeta<string>(DEVICE)
  if (!vault || !device) return
  const { v, office: whose, device: where } = vault.office ?? {}
  if (v === 2 && whose === office.id && where === device) return
  const wrap = await wrapForOffice(rawKey, { person: vault.person, device, key: vault.key }, office)
  await changeVault(vault.person, () => ({ office: wrap }))
}

async function opened(vault: Vault, raw: Uint8Array<ArrayBuffer>) {
  holdKey(dataKey(vault.person, vault.key, raw))
  rawKey = raw
  if (!vault.settled) {
    await sealOlder(vault.person)
    await changeVault(vault.person, () => ({ settled: true }))
  }
}

/** A data key for somebody who has none on this phone; rows of an older version are sealed with it. */
export async function createVault(person: string, pin: string): Promise<void> {
  const raw = randomBytes(KEY_BYTES)
  const key = toBase64url(randomBytes(9))
  const vault: Vault = {
    v: 1,
    person,
    key,
    pin: await wrapByPin(pin, person, key, raw),
    office: null,
    label: '',
    createdAt: new Date().toISOString(),
    wrong: 0,
    waitUntil: 0,
    settled: false,
  }
  await db.meta.add({ key: VAULT + person, body: vault })
  await opened(vault, raw)
}

async function verdictAfter(person: string): Promise<Verdict> {
  const vault = await vaultOf(person)
  const left = vault ? triesLeft(vault) : 0
  return left ? { is: 'wrong', left, waitUntil: vault!.waitUntil } : { is: 'locked' }
}

type Tried = { raw: Uint8Array<ArrayBuffer>; vault: Vault } | { refused: Verdict }

async function tried(person: string, pin: string): Promise<Tried> {
  const allowed = await takeTry(person)
  const vault = await vaultOf(person)
  if (!vault) throw new Error('no data key of this person')
  if (!allowed.try) {
    const { locked, waitUntil } = allowed
    return {
      refused: locked ? { is: 'locked' } : { is: 'wait', left: triesLeft(vault), waitUntil },
    }
  }
  const raw = await unwrapByPin(pin, vault)
  if (!raw) return { refused: await verdictAfter(person) }
  await freeTries(person)
  return { raw: raw.slice(), vault }
}

export async function unlock(person: string, pin: string): Promise<Verdict> {
  const found = await tried(person, pin)
  if ('refused' in found) return found.refused
  await opened(found.vault, found.raw)
  return { is: 'open' }
}

export async function changePin(person: string, old: string, fresh: string): Promise<Verdict> {
  const found = await tried(person, old)
  if ('refused' in found) return found.refused
  const pin = await wrapByPin(fresh, person, found.vault.key, found.raw)
  await changeVault(person, () => ({ pin }))
  return { is: 'open' }
}

/** A second way to unlock: only who knows the PIN adds one. Throws when the phone does not make a passkey. */
export async function addPasskey(person: string, pin: string): Promise<Verdict> {
  const found = await tried(person, pin)
  if ('refused' in found) return found.refused
  const passkey = await wrapByPasskey(found.raw, found.vault)
  await changeVault(person, () => ({ passkey }))
  return { is: 'open' }
}

/** What the phone's own store keeps of the passkey opens nothing any more. */
export async function dropPasskey(person: string): Promise<void> {
  await changeVault(person, () => ({ passkey: null }))
}

/** Also after ten wrong PINs: the phone itself bounds how often a finger or its screen lock is tried. */
export async function unlockByPasskey(person: string): Promise<void> {
  const vault = await vaultOf(person)
  if (!vault?.passkey) throw new Error('no passkey of this person')
  const raw = await unwrapByPasskey(vault.passkey, vault)
  await freeTries(person)
  await opened(vault, Uint8Array.from(raw))
}

/** The office has opened its wrap: the same data key under a new PIN. */
export async function takeBack(person: string, raw: Uint8Array, fresh: string): Promise<void> {
  const vault = await vaultOf(person)
  if (!vault) throw new Error('no data key of this person')
  const own = Uint8Array.from(raw)
  const pin = await wrapByPin(fresh, person, vault.key, own)
  await changeVault(person, () => ({ pin, wrong: 0, waitUntil: 0 }))
  await opened(vault, own)
}

export async function setLabel(person: string, label: string): Promise<void> {
  await changeVault(person, () => ({ label: label.trim().slice(0, 12) }))
}
