/** When to send: on save, when the network or the person comes back, now and then; by hand at any time. */
import { liveQuery } from 'dexie'
import { watch } from 'vue'
import { duePhotos } from '@/local/photos'
import { waiting } from '@/local/outbox'
import { useSession } from '@/rooms/accounts/store'
import { onLineChange } from '@/device/network'
import { backoff } from './backoff'
import { type Outcome, round } from './round'
import { noteNextTry, noteOffline } from './status'

const QUIET_MS = 60_000
const SETTLE_MS = 250

let timer: ReturnType<typeof setTimeout> | undefined
let attempt = 0
let running: Promise<Outcome> | null = null
/** Something was saved since the round began, or while it ran. */
let wanted = false

function plan(delay: number): void {
  clearTimeout(timer)
  timer = setTimeout(() => void run(), delay)
  noteNextTry(Date.now() + delay)
}

function afterwards(outcome: Outcome): void {
  if (wanted) {
    plan(SETTLE_MS)
  } else if (outcome.done !== 'paused') {
    attempt = 0
    plan(QUIET_MS)
  } else if (outcome.pause.why === 'sign-in' || outcome.pause.why === 'password') {
    clearTimeout(timer)
    noteNextTry(null)
  } else {
    const asked = outcome.pause.why === 'server' ? (outcome.pause.retryAfter ?? 0) * 1000 : 0
    plan(Math.max(backoff(attempt++), asked))
  }
}

async function run(): Promise<Outcome> {
  clearTimeout(timer)
  if (running) {
    wanted = true
    return running
  }
  wanted = false
  running = round()
  try {
    const outcome = await running
    running = null
    afterwards(outcome)
    return outcome
  } finally {
    running = null
  }
}

/** By hand: at once, and the back-off starts anew. */
export function syncNow(): Promise<Outcome> {
  attempt = 0
  return run()
}

const UNDER_WAY = ['queued', 'sending']

/** How much is under way. Only a save makes it grow; a change given back after a lost answer does not. */
async function queueLength(person: string): Promise<number> {
  const rows = (await waiting(person)).filter((row) => UNDER_WAY.includes(row.state))
  return rows.length + (await duePhotos(person)).length
}

function onNewWork(person: string): () => void {
  let before = 0
  const watching = liveQuery(() => queueLength(person)).subscribe((now) => {
    if (now > before) {
      wanted = true
      plan(SETTLE_MS)
    }
    before = now
  })
  return () => watching.unsubscribe()
}

export function startSync(): void {
  const session = useSession()
  let stop = () => {}
  watch(
    () => (session.keepsRecords ? session.person?.id : undefined),
    (person) => {
      stop()
      stop = person ? onNewWork(person) : () => {}
      void syncNow()
    },
    { immediate: true },
  )
  watch(
    () => session.expired || session.mustChangePassword,
    (blocked) => !blocked && void syncNow(),
  )
  window.addEventListener('online', () => void syncNow())
  window.addEventListener('offline', noteOffline)
  onLineChange(() => void syncNow())
  document.addEventListener(
    'visibilitychange',
    () => document.visibilityState === 'visible' && void syncNow(),
  )
}
