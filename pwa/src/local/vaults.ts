/** Whose data keys lie on this phone, and how many tries at a PIN are left. Asked before anybody has unlocked it. */
import { db } from './db'
import { VAULT } from './sealing/plain'
import type { Vault } from './vault/types'

export const MAX_TRIES = 10

export const triesLeft = (vault: Vault) => Math.max(0, MAX_TRIES - vault.wrong)

export async function vaultOf(person: string): Promise<Vault | undefined> {
  return (await db.meta.get(VAULT + person))?.body as Vault | undefined
}

export async function vaults(): Promise<Vault[]> {
  const rows = await db.meta.where('key').startsWith(VAULT).toArray()
  return rows.map((row) => row.body as Vault).sort((a, b) => a.createdAt.localeCompare(b.createdAt))
}

/** How much of a person's work has not been delivered: counted by index, so that a locked phone can tell. */
export async function unsentOf(person: string): Promise<number> {
  const all = (table: 'outbox' | 'photos') =>
    db.table(table).where('[person+state]').between([person, ''], [person, '\uffff']).count()
  const sent = db.photos.where('[person+state]').equals([person, 'sent']).count()
  const drafts = db.records.where('[person+state]').equals([person, 'draft']).count()
  const [changes, photos, done, typed] = await Promise.all([
    all('outbox'),
    all('photos'),
    sent,
    drafts,
  ])
  return changes + photos - done + typed
}
