import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { deviceId, deviceName } from '@/device/identity'
import { rememberOffice } from '@/device/office'
import { getDeviceToken, http, NotOurServer, Problem, setCsrfToken, setDeviceToken } from '@/http'
import { noteServerTime } from '@/local/clock'
import { heldKey, holdKey } from '@/local/sealing/keys'
import { vaultOf } from '@/local/vaults'
import * as phone from './remembered'
import type { Kept, Remembered } from './remembered'
import type { Role, Session } from './types'

/** Whoever records keeps records on the phone: sealed, behind a PIN. Others have nothing here. */
const recordsHere = (session: Remembered) =>
  session.permissions.some((held) => held.action === 'record')

function factsOf(session: Session): Remembered {
  const { csrf_token: _c, server_time: _t, epoch: _e, device_token: _d, ...facts } = session
  return facts
}

/** Who works on this phone now, and what they may do. */
export const useSession = defineStore('session', () => {
  const remembered = shallowRef<Remembered | null>(null)
  const who = ref(phone.whoWorksHere())
  /** Known to the server, but the PIN has not been given yet: nothing of them is stored or shown. */
  const arriving = shallowRef<Kept | null>(null)
  /** The server wants the password again. Work goes on, sending waits. */
  const expired = ref(false)

  const person = computed(() => remembered.value?.person ?? null)
  const roles = computed<Role[]>(() => person.value?.roles ?? [])
  const mustChangePassword = computed(
    () => (remembered.value ?? arriving.value?.session)?.must_change_password ?? false,
  )
  /** As the server named it in the session that lies sealed. */
  const officeKey = computed(() => remembered.value?.office_key ?? null)
  /** Whose PIN is waited for. */
  const locked = computed(() =>
    person.value ? null : (arriving.value?.session.person.id ?? who.value.person),
  )
  const keepsRecords = computed(() => remembered.value !== null && recordsHere(remembered.value))

  let last = ''
  async function settleIn(kept: Kept): Promise<void> {
    const text = JSON.stringify(kept)
    if (text !== last) await phone.keep(kept)
    last = text
    remembered.value = kept.session
    arriving.value = null
    const office = kept.session.office_key
    if (office) void import('@/local/vault/open').then((vault) => vault.wrapForRescue(office))
  }

  async function take(session: Session, asked: number): Promise<Session> {
    if (typeof session?.person?.id !== 'string') throw new NotOurServer('no session')
    setCsrfToken(session.csrf_token)
    rememberOffice(session.office_key)
    if (session.device_token) setDeviceToken(session.device_token)
    await noteServerTime(session.server_time, asked)
    const facts = factsOf(session)
    const kept = { session: facts, csrf: session.csrf_token, deviceToken: getDeviceToken() }
    if (heldKey() && heldKey()?.person !== facts.person.id) holdKey(null)
    if (!recordsHere(facts)) {
      remembered.value = facts
      who.value = await phone.noteWho({ person: null, desk: true, owed: null })
    } else if (heldKey()) {
      await settleIn(kept)
    } else {
      remembered.value = null
      arriving.value = kept
    }
    expired.value = false
    return session
  }

  async function signIn(username: string, password: string): Promise<void> {
    const asked = Date.now()
    const device = { id: await deviceId(), name: deviceName(), token: true }
    setDeviceToken(null)
    await take(await http.post<Session>('/session', { username, password, device }), asked)
  }

  async function changePassword(old: string, fresh: string): Promise<void> {
    const asked = Date.now()
    await take(await http.post<Session>('/session/password', { old, new: fresh }), asked)
  }

  /** The PIN was right, or has just been set. False: this phone knows no session of theirs, the password is needed. */
  async function enter(id: string): Promise<boolean> {
    const here = arriving.value?.session.person.id === id ? arriving.value : null
    const kept = here ?? (await phone.readKept(id))
    if (!kept) return false
    setCsrfToken(kept.csrf)
    setDeviceToken(kept.deviceToken)
    await settleIn(kept)
    who.value = await phone.noteWho({ person: id, desk: false, owed: null })
    await phone.dropOlderSession()
    return true
  }

  /** At the start: what an older version left in the open arrives, and a desk asks the server who it is. */
  async function begin(): Promise<void> {
    who.value = phone.whoWorksHere()
    const older = await phone.olderSession()
    const { person: id } = who.value
    // Their data key went with the database: no PIN opens anything, the password begins anew.
    if (id && !older && (await vaultOf(id).catch(() => true)) === undefined)
      who.value = await phone.noteWho({ person: null })
    if (older && recordsHere(older))
      arriving.value = { session: older, csrf: null, deviceToken: null }
    else if (older) await phone.dropOlderSession()
    if (who.value.desk || (older && !arriving.value)) await confirm().catch(() => undefined)
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

  /** Never touches unsent work: it waits on this phone, sealed, for the same person. */
  async function signOut(): Promise<void> {
    const id = person.value?.id
    const csrf = remembered.value && id ? ((await phone.readKept(id))?.csrf ?? '') : ''
    // Only then is the cookie worth nothing; after any other answer the sign-out is still owed.
    const reached = await http.delete('/session').then(
      () => true,
      (error) => error instanceof Problem && error.status === 401,
    )
    if (id && heldKey()) await phone.forget(id)
    who.value = await phone.noteWho({ person: null, desk: false, owed: reached ? null : csrf })
    holdKey(null)
    setCsrfToken(null)
    setDeviceToken(null)
    remembered.value = null
    arriving.value = null
    expired.value = false
  }

  async function payOwedSignOut(): Promise<void> {
    const { owed } = who.value
    if (owed === null || remembered.value || arriving.value) return
    const csrf = owed || (await http.get<Session>('/session').catch(() => null))?.csrf_token || null
    setCsrfToken(csrf)
    const paid = await http.delete('/session').then(
      () => true,
      (error) => error instanceof Problem && error.status === 401,
    )
    if (paid) who.value = await phone.noteWho({ owed: null })
    if (!arriving.value && !remembered.value) setCsrfToken(null)
  }

  const may = (kind: string, action: string) =>
    remembered.value?.permissions.some((held) => held.kind === kind && held.action === action) ??
    false
  const hasRole = (...wanted: Role[]) => wanted.some((role) => roles.value.includes(role))

  return {
    remembered,
    who,
    arriving,
    person,
    roles,
    expired,
    locked,
    keepsRecords,
    officeKey,
    mustChangePassword,
    begin,
    signIn,
    changePassword,
    enter,
    confirm,
    signOut,
    payOwedSignOut,
    may,
    hasRole,
  }
})
