import type { RouteRecordRaw } from 'vue-router'

const roles = ['officer', 'auxiliary']

export const patrolRoutes: RouteRecordRaw[] = [
  {
    path: '/patrols/start',
    name: 'patrol-start',
    component: () => import('./StartPage.vue'),
    meta: { roles },
  },
  {
    path: '/patrols/:id',
    name: 'patrol',
    component: () => import('./PatrolPage.vue'),
    meta: { roles },
  },
]
