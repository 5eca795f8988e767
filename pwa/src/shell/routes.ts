import type { RouteRecordRaw } from 'vue-router'

export const phoneRoutes: RouteRecordRaw[] = [
  { path: '/me', name: 'me', component: () => import('./MePage.vue'), meta: { tab: 'me' } },
]
