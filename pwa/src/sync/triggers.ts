/** When to send: on save, when the network or the person comes back, now and then; by hand at any time. */
import { watch } from 'vue'
import { follow } from '@/local/live'
import { countUnsentPhotos } from '@/local/photos'
import { lastPlace } from '@/local/places'
import { useSession } from '@/rooms/accounts/store'
import { onLineChange } from '@/device/network'
import { backoff } from './backoff'
import { type Outcome, round } from './round'
import { noteNextTry, noteOffline, status } from './status'

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

/** `reached`: the server answered in this round. A line that broke after that is no reason to wait longer each time. */
function afterwards(outcome: Outcome, reached: boolean): void {
  if (wanted) {
    plan(SETTLE_MS)
  } else if (outcome.done !== 'paused') {
    attempt = 0
    plan(QUIET_MS)
  } else if (outcome.pause.why === 'sign-in' || outcome.pause.why === 'password') {
    clearTimeout(timer)
    noteNextTry(null)
  } else {
    if (reached && outcome.pause.why === 'offline') attempt = 0
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
  const contact = status.lastContact
  running = round()
  try {
    const outcome = await running
    running = null
    afterwards(outcome, status.lastContact !== contact)
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

/** Only a save makes one of these grow; a change given back after a lost answer does not. */
async function newest(person: string): Promise<{ place: number; photos: number }> {
  return { place: await lastPlace(), photos: await countUnsentPhotos(person) }
}

function onNewWork(person: string): () => void {
  let before = { place: 0, photos: 0 }
  const next = (now: typeof before) => {
    if (now.place > before.place || now.photos > before.photos) {
      wanted = true
      plan(SETTLE_MS)
    }
    before = { ...now, place: Math.max(now.place, before.place) }
  }
  return follow(() => newest(person), { next })
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
