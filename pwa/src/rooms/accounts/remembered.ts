/** The signed-in person as this phone knows them: enough to work for weeks without a network. Never a password or token. */
import type { Session } from './types'

export type Remembered = Omit<Session, 'csrf_token' | 'server_time' | 'epoch'>

const KEY = 'qx.session'
const SIGNED_OUT_OFFLINE = 'qx.signed_out_offline'

export function recall(): Remembered | null {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? 'null') as Remembered | null
  } catch {
    return null
  }
}

export function remember(session: Session): Remembered {
  const { person, device_id, must_change_password, permissions, county } = session
  const kept = { person, device_id, must_change_password, permissions, county }
  localStorage.setItem(KEY, JSON.stringify(kept))
  localStorage.removeItem(SIGNED_OUT_OFFLINE)
  return kept
}

export function forget(reachedServer: boolean): void {
  localStorage.removeItem(KEY)
  if (!reachedServer) localStorage.setItem(SIGNED_OUT_OFFLINE, '1')
}

/** Signed out while offline: the cookie is still good and has to be given back as soon as there is a network. */
export function owesSignOut(): boolean {
  return localStorage.getItem(SIGNED_OUT_OFFLINE) === '1'
}

export function signOutPaid(): void {
  localStorage.removeItem(SIGNED_OUT_OFFLINE)
}
