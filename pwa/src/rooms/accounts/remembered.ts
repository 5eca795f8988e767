/**
 * The signed-in person as this phone knows them: enough to work for weeks without a network. Never a password or token.
 * Read at once from localStorage, which browsers write to disk late; the copy in the database is there when the
 * app is killed right after signing in, and is believed at the next start.
 */
import { readMeta, writeMeta } from '@/local/meta'
import type { Session } from './types'

export type Remembered = Omit<Session, 'csrf_token' | 'server_time' | 'epoch'>

interface Copy {
  session: Remembered | null
  owed: boolean
}

const KEY = 'qx.session'
const SIGNED_OUT_OFFLINE = 'qx.signed_out_offline'

function write({ session, owed }: Copy): void {
  if (session) localStorage.setItem(KEY, JSON.stringify(session))
  else localStorage.removeItem(KEY)
  if (owed) localStorage.setItem(SIGNED_OUT_OFFLINE, '1')
  else localStorage.removeItem(SIGNED_OUT_OFFLINE)
}

async function keep(copy: Copy): Promise<void> {
  write(copy)
  await writeMeta(KEY, copy).catch(console.error)
}

const PATIENCE_MS = 2_000
const tooLong = () =>
  new Promise<undefined>((done) => setTimeout(() => done(undefined), PATIENCE_MS))

/** Before anything asks who works here. A database that does not open must not keep the app from starting. */
export async function restoreRemembered(): Promise<void> {
  const asked = readMeta<Copy>(KEY).catch(() => undefined)
  const copy = await Promise.race([asked, tooLong()])
  if (copy) write(copy)
}

export function recall(): Remembered | null {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? 'null') as Remembered | null
  } catch {
    return null
  }
}

export async function remember(session: Session): Promise<Remembered> {
  const { person, device_id, must_change_password, permissions, county } = session
  const kept = { person, device_id, must_change_password, permissions, county }
  await keep({ session: kept, owed: false })
  return kept
}

export function forget(reachedServer: boolean): Promise<void> {
  return keep({ session: null, owed: !reachedServer })
}

/** Signed out while offline: the cookie is still good and has to be given back as soon as there is a network. */
export function owesSignOut(): boolean {
  return localStorage.getItem(SIGNED_OUT_OFFLINE) === '1'
}

export function signOutPaid(): Promise<void> {
  return keep({ session: recall(), owed: false })
}
