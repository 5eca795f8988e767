import type { RouteRecordRaw } from 'vue-router'
import { incidentRoutes } from '@/rooms/incidents/routes'
import { patrolRoutes } from '@/rooms/patrols/routes'
import { reviewRoutes } from '@/rooms/reviews/routes'
import { strayRoutes } from '@/rooms/strays/routes'

const FIELD = ['officer', 'auxiliary']

export const phoneRoutes: RouteRecordRaw[] = [
  {
    path: '/today',
    name: 'today',
    component: () => import('./TodayPage.vue'),
    meta: { tab: 'today', roles: FIELD },
  },
  {
    path: '/map',
    name: 'map',
    component: () => import('./PhoneMapPage.vue'),
    meta: { tab: 'map', roles: FIELD },
  },
  {
    path: '/records',
    name: 'records',
    component: () => import('./RecordsPage.vue'),
    meta: { tab: 'records' },
  },
  { path: '/records/:id', name: 'record', component: () => import('./RecordPage.vue') },
  { path: '/outbox', name: 'outbox', component: () => import('./OutboxPage.vue') },
  {
    path: '/rescue',
    name: 'rescue',
    component: () => import('@/rescue/RescuePage.vue'),
  },
  { path: '/outbox/:id', name: 'conflict', component: () => import('./ConflictPage.vue') },
  { path: '/me', name: 'me', component: () => import('./MePage.vue'), meta: { tab: 'me' } },
  ...patrolRoutes,
  ...incidentRoutes,
  ...strayRoutes,
  ...reviewRoutes,
  {
    path: '/volunteer',
    name: 'volunteer',
    component: () => import('./VolunteerHome.vue'),
    meta: { roles: ['volunteer'], tab: 'volunteer' },
  },
]
