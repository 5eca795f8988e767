/** How sending goes, for the shell: the chip, the banner, the outbox page. */
import { reactive, readonly } from 'vue'
import type { Pause } from './failure'

export type Reach = 'unknown' | 'online' | 'offline' | 'captive' | 'trouble'

interface Status {
  running: boolean
  reach: Reach
  pause: Pause | null
  /** When the server last answered. */
  lastContact: string | null
  nextTryAt: number | null
  pushed: { sent: number; of: number } | null
  uploads: Record<string, { sent: number; of: number }>
}

const CONTACT = 'qx.last_contact'

const state = reactive<Status>({
  running: false,
  reach: navigator.onLine === false ? 'offline' : 'unknown',
  pause: null,
  lastContact: localStorage.getItem(CONTACT),
  nextTryAt: null,
  pushed: null,
  uploads: {},
})

export const status = readonly(state)

const REACH: Record<Pause['why'], Reach> = {
  offline: 'offline',
  captive: 'captive',
  server: 'trouble',
  'sign-in': 'online',
  password: 'online',
  blocked: 'online',
}

export function noteContact(): void {
  state.reach = 'online'
  state.lastContact = new Date().toISOString()
  localStorage.setItem(CONTACT, state.lastContact)
}

export function noteRunning(running: boolean): void {
  state.running = running
  if (!running) state.pushed = null
}

export function notePause(pause: Pause | null): void {
  state.pause = pause
  if (pause) state.reach = REACH[pause.why]
}

export function noteNextTry(at: number | null): void {
  state.nextTryAt = at
}

export function notePushed(sent: number, of: number): void {
  state.pushed = { sent, of }
}

export function noteUpload(id: string, sent: number, of: number): void {
  if (of) state.uploads[id] = { sent, of }
  else delete state.uploads[id]
}

export function noteOffline(): void {
  state.reach = 'offline'
}
