import type { RouteRecordRaw } from 'vue-router'

export const reviewRoutes: RouteRecordRaw[] = [
  {
    path: '/rechecks/:id',
    name: 'recheck',
    component: () => import('./RecheckPage.vue'),
    meta: { roles: ['officer', 'auxiliary'] },
  },
]
