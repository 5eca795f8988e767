/** Wrong tries are counted before they are judged, so that ending the app in between gains nothing. */
import { db } from '../db'
import { VAULT } from '../sealing/plain'
import { MAX_TRIES } from '../vaults'
import type { Vault } from './types'

const WAITS_S = [0, 0, 5, 15, 30, 60, 120, 300, 600]

/** How long to wait after the n-th wrong try. */
export const waitAfter = (wrong: number) => (WAITS_S[wrong - 1] ?? 0) * 1000

export async function changeVault(
  person: string,
  change: (vault: Vault) => Partial<Vault>,
): Promise<Vault> {
  return db.transaction('rw', db.meta, async () => {
    const row = await db.meta.get(VAULT + person)
    if (!row) throw new Error('no data key of this person')
    const vault = row.body as Vault
    const body = { ...vault, ...change(vault) }
    await db.meta.put({ ...row, body })
    return body
  })
}

export type Allowed = { try: true } | { try: false; locked: boolean; waitUntil: number }

/** Takes one try, if one may be made now. */
export async function takeTry(person: string, now = Date.now()): Promise<Allowed> {
  let answer: Allowed = { try: true }
  await changeVault(person, ({ wrong, waitUntil }) => {
    const locked = wrong >= MAX_TRIES
    if (locked || now < waitUntil) {
      answer = { try: false, locked, waitUntil }
      return {}
    }
    return { wrong: wrong + 1, waitUntil: now + waitAfter(wrong + 1) }
  })
  return answer
}

/** The right PIN, or an online sign-in with the password: tries count from the beginning. */
export async function freeTries(person: string): Promise<void> {
  await changeVault(person, () => ({ wrong: 0, waitUntil: 0 }))
}
