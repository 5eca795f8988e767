import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { deviceId, deviceName } from '@/device/identity'
import { rememberOffice } from '@/device/office'
import { http, NotOurServer, Problem, setCsrfToken } from '@/http'
import { noteServerTime } from '@/local/clock'
import { forget, owesSignOut, recall, remember, signOutPaid } from './remembered'
import type { Role, Session } from './types'

/** Who works on this phone now, and what they may do. */
export const useSession = defineStore('session', () => {
  const remembered = ref(recall())
  /** The server wants the password again. Work goes on, sending waits. */
  const expired = ref(false)

  const person = computed(() => remembered.value?.person ?? null)
  const roles = computed<Role[]>(() => person.value?.roles ?? [])
  const mustChangePassword = computed(() => remembered.value?.must_change_password ?? false)

  async function take(session: Session, asked: number): Promise<Session> {
    if (typeof session?.person?.id !== 'string') throw new NotOurServer('no session')
    setCsrfToken(session.csrf_token)
    rememberOffice(session.office_key)
    await noteServerTime(session.server_time, asked)
    remembered.value = await remember(session)
    expired.value = false
    return session
  }

  async function signIn(username: string, password: string): Promise<void> {
    const asked = Date.now()
    const device = { id: await deviceId(), name: deviceName() }
    await take(await http.post<Session>('/session', { username, password, device }), asked)
  }

  async function changePassword(old: string, fresh: string): Promise<void> {
    const asked = Date.now()
    await take(await http.post<Session>('/session/password', { old, new: fresh }), asked)
  }

  /** Asks the server who we are; throws when there is no answer. Another person's cookie counts as expired. */
  async function confirm(): Promise<Session> {
    const asked = Date.now()
    const session = await http.get<Session>('/session')
    if (person.value && session?.person && session.person.id !== person.value.id) {
      expired.value = true
      throw new Problem(401, 'other_person', '')
    }
    return take(session, asked)
  }

  /** Never touches unsent work: it waits on this phone for the same person. */
  async function signOut(): Promise<void> {
    // Only then is the cookie worth nothing; after any other answer the sign-out is still owed.
    const reached = await http.delete('/session').then(
      () => true,
      (error) => error instanceof Problem && error.status === 401,
    )
    await forget(reached)
    setCsrfToken(null)
    remembered.value = null
    expired.value = false
  }

  async function payOwedSignOut(): Promise<void> {
    if (!owesSignOut() || remembered.value) return
    const session = await http.get<Session>('/session').catch(() => null)
    if (!session) return
    setCsrfToken(session.csrf_token)
    await http.delete('/session').then(signOutPaid, () => undefined)
    setCsrfToken(null)
  }

  const may = (kind: string, action: string) =>
    remembered.value?.permissions.some((held) => held.kind === kind && held.action === action) ??
    false
  const hasRole = (...wanted: Role[]) => wanted.some((role) => roles.value.includes(role))

  return {
    remembered,
    person,
    roles,
    expired,
    mustChangePassword,
    signIn,
    changePassword,
    confirm,
    signOut,
    payOwedSignOut,
    may,
    hasRole,
  }
})
