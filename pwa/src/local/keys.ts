/**
 * The key that a person signs with in this browser: made here, its private half never leaves it, not even for this program.
 * It stands in its own table as the browser's own object; nothing of it could be sealed or copied.
 */
import { db } from './db'
import { DEVICE, readMeta } from './meta'
import type { KeyRow } from './rows'

const CURVE = { name: 'ECDSA', namedCurve: 'P-256' } as const

export function base64url(bytes: ArrayBuffer): string {
  const text = btoa(String.fromCharCode(...new Uint8Array(bytes)))
  return text.replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')
}

async function made(person: string, device: string): Promise<KeyRow> {
  const pair = await crypto.subtle.generateKey(CURVE, false, ['sign', 'verify'])
  const spki = await crypto.subtle.exportKey('spki', pair.publicKey)
  const key_id = base64url(await crypto.subtle.digest('SHA-256', spki))
  return { person, device, key_id, public_key: base64url(spki), private_key: pair.privateKey }
}

/** Two tabs may ask at once: the first to write has made it. A key of another device name is of no use any more. */
async function keep(fresh: KeyRow): Promise<KeyRow> {
  return db.transaction('rw', db.keys, async () => {
    const known = await db.keys.get(fresh.person)
    if (known?.device === fresh.device) return known
    await db.keys.put(fresh)
    return fresh
  })
}

/** The key that was made for this device, if one was. */
export async function knownKey(person: string): Promise<KeyRow | null> {
  const device = await readMeta<string>(DEVICE)
  const known = await db.keys.get(person)
  return known && known.device === device ? known : null
}

/** Null where this browser cannot: then nothing is signed, and everything else goes on. */
export async function signingKey(person: string): Promise<KeyRow | null> {
  try {
    const device = await readMeta<string>(DEVICE)
    if (!device) return null
    const known = await db.keys.get(person)
    return known?.device === device ? known : await keep(await made(person, device))
  } catch (error) {
    console.error(error)
    return null
  }
}

/** The server knows it as somebody else's: a new one is made, and a new chain begins. */
export async function dropKey({ person, key_id }: KeyRow): Promise<void> {
  await db.transaction('rw', db.keys, async () => {
    if ((await db.keys.get(person))?.key_id === key_id) await db.keys.delete(person)
  })
}
