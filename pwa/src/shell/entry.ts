/** Who lands where, and who may not enter. The phone's pages open offline: only the remembered session is asked. */
import type { RouteLocationNormalized, RouteLocationRaw } from 'vue-router'
import { useSession } from '@/rooms/accounts/store'
import { router } from '@/router'

const DOORS = ['sign-in', 'pin', 'forgotten']

/** The first page of a role. Desk pages may be missing from a build; then it is the person's own page. */
export function homeOf(): RouteLocationRaw {
  const session = useSession()
  if (session.locked) return { name: 'pin' }
  if (!session.person) return { name: 'sign-in' }
  if (session.hasRole('officer', 'auxiliary')) return { name: 'today' }
  if (session.hasRole('supervisor') && router.hasRoute('desk-map')) return { name: 'desk-map' }
  if (session.hasRole('administrator') && router.hasRoute('desk-people'))
    return { name: 'desk-people' }
  if (session.hasRole('volunteer')) return { name: 'volunteer' }
  return { name: 'me' }
}

/** Where the doors lead whoever is inside already: on, as after giving the password. Who must give it again stays. */
function onward({ name, query }: RouteLocationNormalized): RouteLocationRaw | true {
  const session = useSession()
  if (!DOORS.includes(String(name)) || !session.person || session.expired) return true
  const { next } = query
  return typeof next === 'string' && /^\/(?!\/)/.test(next) ? next : { name: 'home' }
}

export function mayEnter(to: RouteLocationNormalized): RouteLocationRaw | true {
  const session = useSession()
  if (to.meta.public) return onward(to)
  if (session.arriving && session.mustChangePassword)
    return to.name === 'password' ? true : { name: 'password' }
  if (session.locked) return { name: 'pin', query: to.name === 'home' ? {} : { next: to.fullPath } }
  if (!session.person)
    return { name: 'sign-in', query: to.name === 'home' ? {} : { next: to.fullPath } }
  if (session.mustChangePassword && to.name !== 'password') return { name: 'password' }
  if (to.meta.may && !session.may(...to.meta.may)) return { name: 'home' }
  const roles = to.meta.roles
  if (roles && !session.roles.some((role) => roles.includes(role))) return { name: 'home' }
  return true
}
