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
