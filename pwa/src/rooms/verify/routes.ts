import type { RouteRecordRaw } from 'vue-router'

/** Where the code on a stamped copy leads. For anybody, with a frame of its own. */
export const verifyRoutes: RouteRecordRaw[] = [
  {
    path: '/verify/:photo([0-9a-fA-F-]{36})',
    name: 'verify',
    component: () => import('./VerifyPage.vue'),
    meta: { public: true, desk: true },
  },
]
