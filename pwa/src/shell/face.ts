/** The chip's four faces, and which one tells the truth. */
import type { Tally } from '@/rooms/changes/delivery'
import type { Reach } from '@/sync/status'
import type { IconName, Role } from '@/ui'

export interface Face {
  name: 'reading' | 'sent' | 'waiting' | 'offline' | 'look'
  role: Role
  icon: IconName
  /** Message key and count. */
  says: string
  n: number
}

const UNREACHED: readonly Reach[] = ['offline', 'captive']

/** `null`: the phone's database has not answered yet. What needs a person comes first; 都已送达 only when nothing waits and the server was really reached. */
export function faceOf(counts: Tally | null, reach: Reach): Face {
  if (!counts) return { name: 'reading', role: 'quiet', icon: 'clock', says: 'sync.reading', n: 0 }
  const { look, waiting } = counts
  if (look)
    return { name: 'look', role: 'danger', icon: 'circle-alert', says: 'sync.look', n: look }
  if (UNREACHED.includes(reach)) {
    const says = waiting ? 'sync.offlineN' : 'sync.offline'
    return { name: 'offline', role: 'warn', icon: 'cloud-off', says, n: waiting }
  }
  if (waiting)
    return { name: 'waiting', role: 'primary', icon: 'clock', says: 'sync.waiting', n: waiting }
  return { name: 'sent', role: 'ok', icon: 'cloud-check', says: 'sync.allSent', n: 0 }
}
