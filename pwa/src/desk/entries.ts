/** The rooms in rail and tab bar: only what exists, only for whom it exists. Pure. */
import type { Role } from '@/rooms/accounts/types'
import type { IconName } from '@/ui/icons'

export interface Entry {
  name: string
  icon: IconName
  role?: Role
  may?: [kind: string, action: string]
  /** Bears the number of what is to be looked at. */
  counts?: true
}

const ENTRIES: Entry[] = [
  { name: 'desk-map', icon: 'map', role: 'supervisor' },
  { name: 'desk-review', icon: 'list-checks', may: ['review', 'list'], counts: true },
  { name: 'desk-zones', icon: 'pentagon', may: ['zone_draft', 'read'] },
  { name: 'desk-plans', icon: 'route', may: ['plan', 'write'] },
  { name: 'desk-waiting', icon: 'hourglass', role: 'supervisor' },
  { name: 'desk-board', icon: 'chart-column', role: 'supervisor' },
  { name: 'desk-people', icon: 'contact', role: 'administrator' },
  { name: 'desk-teams', icon: 'users', role: 'administrator' },
  { name: 'desk-quarantine', icon: 'shield-x', role: 'administrator' },
  { name: 'desk-audit', icon: 'scroll-text', role: 'administrator' },
  { name: 'desk-me', icon: 'user' },
]

export function entriesFor(
  roles: readonly Role[],
  may: (kind: string, action: string) => boolean,
): Entry[] {
  return ENTRIES.filter(
    (entry) => (!entry.role || roles.includes(entry.role)) && (!entry.may || may(...entry.may)),
  )
}
