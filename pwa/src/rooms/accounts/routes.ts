import type { RouteRecordRaw } from 'vue-router'

export const accountRoutes: RouteRecordRaw[] = [
  {
    path: '/sign-in',
    name: 'sign-in',
    component: () => import('./SignInPage.vue'),
    meta: { public: true },
  },
  { path: '/password', name: 'password', component: () => import('./PasswordPage.vue') },
]
