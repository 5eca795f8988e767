/** One round: who are we, push, photos, pull. One pusher at a time across tabs. */
import { deviceId } from '@/device/identity'
import { Problem, sessionIsOver } from '@/http'
import { noteEpoch } from '@/local/epoch'
import { useSession } from '@/rooms/accounts/store'
import { deposit } from './deposit'
import { next, type Pause } from './failure'
import { tellKey } from './key'
import { sendPhotos } from './photos'
import { pull } from './pull'
import { push } from './push'
import { tidy } from './tidy'
import { noteContact, notePause, notePushed, noteRunning } from './status'

/** Nobody signed in, or another tab is at it. */
export type Outcome = { done: 'skipped' } | { done: 'paused'; pause: Pause } | { done: 'complete' }

async function steps(person: string): Promise<Pause | null> {
  const session = useSession()
  // Asking first tells a captive portal from our server, whose session this is, and the clock's offset.
  const confirm = async () => {
    const said = await session.confirm()
    await noteEpoch(person, said.epoch)
    return said
  }
  const said = await confirm()
  noteContact()
  if (said.must_change_password) return { why: 'password' }
  const device = await deviceId()
  await tellKey(person, said.epoch)
  const words = await push({ person, device, progress: notePushed, refresh: confirm })
  if (words) return words
  const photos = await sendPhotos(person)
  if (photos && photos.why !== 'server') return photos
  await pull(person)
  await tidy(person)
  noteContact()
  return photos
}

async function guarded(person: string): Promise<Pause | null> {
  try {
    return await steps(person)
  } catch (error) {
    if (error instanceof Problem && sessionIsOver(error)) useSession().expired = true
    const step = next(error)
    if (step.do !== 'pause') console.error(error)
    return step.do === 'pause' ? step.pause : { why: 'server', retryAfter: null }
  }
}

async function locked(work: () => Promise<Outcome>): Promise<Outcome> {
  if (!navigator.locks) return work()
  return navigator.locks.request('quanxun-sync', { ifAvailable: true }, (lock) =>
    lock ? work() : ({ done: 'skipped' } as Outcome),
  )
}

export async function round(): Promise<Outcome> {
  const session = useSession()
  const person = session.keepsRecords ? session.person?.id : undefined
  if (!person) {
    await session.payOwedSignOut()
    return { done: 'skipped' }
  }
  return locked(async () => {
    noteRunning(true)
    try {
      const pause = await guarded(person)
      if (pause?.why === 'sign-in') session.expired = true
      // Whatever shut the door, nothing that is signed has to wait until it opens again.
      if (pause?.why === 'sign-in' || pause?.why === 'blocked')
        await deposit(person, await deviceId()).catch(console.error)
      notePause(pause)
      return pause ? { done: 'paused', pause } : { done: 'complete' }
    } finally {
      noteRunning(false)
    }
  })
}
