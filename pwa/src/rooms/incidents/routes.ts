import type { RouteRecordRaw } from 'vue-router'

const FIELD = ['officer', 'auxiliary']

export const incidentRoutes: RouteRecordRaw[] = [
  {
    path: '/incidents/new',
    name: 'incident-new',
    component: () => import('./ShotPage.vue'),
    meta: { roles: FIELD },
  },
  {
    path: '/incidents/:id',
    name: 'incident',
    component: () => import('./IncidentPage.vue'),
    meta: { roles: FIELD },
  },
  {
    path: '/persuasions/new',
    name: 'persuasion-new',
    component: () => import('./PersuasionPage.vue'),
    meta: { roles: FIELD },
  },
  {
    path: '/persuasions/:id',
    name: 'persuasion',
    component: () => import('./PersuasionPage.vue'),
    meta: { roles: [...FIELD, 'volunteer'] },
  },
]
