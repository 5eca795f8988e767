/**
 * Who works on this phone. In the open lies an id and nothing else, in localStorage and, as browsers write that late, in
 * the database too; the copy there is believed at the next start. What the phone knows of the person, and the secrets of
 * the session, are sealed under the person's data key.
 */
import { dropMeta, readMeta, writeMeta } from '@/local/meta'
import type { Session } from './types'

export type Remembered = Omit<Session, 'csrf_token' | 'server_time' | 'epoch' | 'device_token'>

export interface Who {
  /** Whose PIN opens the phone. */
  person: string | null
  /** Somebody who only works at a desk: nothing is stored, the server is asked who it is. */
  desk: boolean
  /** Signed out while offline: the session's CSRF token, to give the cookie back with ('' when it is not known). */
  owed: string | null
}

export interface Kept {
  session: Remembered
  csrf: string | null
  deviceToken: string | null
}

const NOBODY: Who = { person: null, desk: false, owed: null }
const KEY = 'qx.who'
/** How an older version kept the session: in the open. */
const OLDER = 'qx.session'

const keptKey = (person: string) => `session.${person}`

function written(): Who {
  try {
    return { ...NOBODY, ...(JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Who>) }
  } catch {
    return { ...NOBODY }
  }
}

export const whoWorksHere = written

export async function noteWho(change: Partial<Who>): Promise<Who> {
  const who = { ...written(), ...change }
  localStorage.setItem(KEY, JSON.stringify(who))
  await writeMeta(KEY, who).catch(console.error)
  return who
}

const PATIENCE_MS = 2_000
const tooLong = () =>
  new Promise<undefined>((done) => setTimeout(() => done(undefined), PATIENCE_MS))

/** Before anything asks who works here. A database that does not open must not keep the app from starting. */
export async function restoreWho(): Promise<void> {
  const asked = readMeta<Who>(KEY).catch(() => undefined)
  const copy = await Promise.race([asked, tooLong()])
  if (copy) localStorage.setItem(KEY, JSON.stringify(copy))
}

export function readKept(person: string): Promise<Kept | undefined> {
  return readMeta<Kept>(keptKey(person))
}

export async function keep(kept: Kept): Promise<void> {
  await writeMeta(keptKey(kept.session.person.id), kept)
}

/** The sealed session goes; the data key and all work stay. */
export async function forget(person: string): Promise<void> {
  await dropMeta(keptKey(person))
}

/** The session as an older version left it, to be sealed at the first PIN. */
export async function olderSession(): Promise<Remembered | null> {
  const copy = await readMeta<{ session: Remembered | null }>(OLDER).catch(() => undefined)
  if (copy) return copy.session
  try {
    return JSON.parse(localStorage.getItem(OLDER) ?? 'null') as Remembered | null
  } catch {
    return null
  }
}

export async function dropOlderSession(): Promise<void> {
  localStorage.removeItem(OLDER)
  await dropMeta(OLDER)
}
