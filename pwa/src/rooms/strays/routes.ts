import type { RouteRecordRaw } from 'vue-router'

const roles = ['officer', 'auxiliary', 'volunteer']

export const strayRoutes: RouteRecordRaw[] = [
  {
    path: '/captures/new',
    name: 'stray-new',
    component: () => import('./ShotPage.vue'),
    meta: { roles },
  },
  {
    path: '/captures/:id',
    name: 'stray',
    component: () => import('./CapturePage.vue'),
    meta: { roles },
  },
]
