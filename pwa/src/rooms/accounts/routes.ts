import type { RouteRecordRaw } from 'vue-router'

export const accountRoutes: RouteRecordRaw[] = [
  {
    path: '/sign-in',
    name: 'sign-in',
    component: () => import('./SignInPage.vue'),
    meta: { public: true },
  },
  {
    path: '/pin',
    name: 'pin',
    component: () => import('./pin/PinPage.vue'),
    meta: { public: true },
  },
  {
    path: '/pin/forgotten',
    name: 'forgotten',
    component: () => import('./pin/ForgottenPage.vue'),
    meta: { public: true },
  },
  { path: '/me/pin', name: 'pin-settings', component: () => import('./pin/PinSettings.vue') },
  { path: '/password', name: 'password', component: () => import('./PasswordPage.vue') },
]
