import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router'
import { deskRoutes } from './desk/routes'
import { hasDeskWords, useDeskWords } from './i18n'
import { accountRoutes } from './rooms/accounts/routes'
import { verifyRoutes } from './rooms/verify/routes'
import { phoneRoutes } from './shell/routes'
import { homeOf, mayEnter } from './shell/entry'
import { watchTheWay } from './ui/address'

declare module 'vue-router' {
  interface RouteMeta {
    /** Open without being signed in. */
    public?: boolean
    /** Which tab is lit; pages without one show no tab bar. */
    tab?: string
    /** Desk pages bring their own frame. */
    desk?: boolean
    /** Only for these roles. */
    roles?: string[]
    /** Only for who holds this permission: a kind and an action. */
    may?: [kind: string, action: string]
  }
}

const routes: RouteRecordRaw[] = [
  { path: '/', name: 'home', redirect: () => homeOf() },
  ...accountRoutes,
  ...phoneRoutes,
  ...deskRoutes,
  ...verifyRoutes,
  { path: '/:rest(.*)*', redirect: { name: 'home' } },
]

export const router = createRouter({
  history: createWebHistory(),
  routes,
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
})

watchTheWay(router)
router.beforeEach((to) => mayEnter(to))
router.beforeResolve(async (to) => {
  if (to.meta.desk && !hasDeskWords()) await useDeskWords()
})
