import type { RouteRecordRaw } from 'vue-router'

/** The pages of supervisors and administrators: one frame, a room in it. `tab`: an update may be offered there. */
export const deskRoutes: RouteRecordRaw[] = [
  {
    path: '/desk',
    component: () => import('./DeskFrame.vue'),
    meta: { desk: true },
    children: [
      {
        path: 'map',
        name: 'desk-map',
        component: () => import('@/rooms/maps/MapPage.vue'),
        meta: { desk: true, tab: 'desk', roles: ['supervisor'] },
      },
      {
        path: 'zones',
        name: 'desk-zones',
        component: () => import('@/rooms/zones/desk/ZonesPage.vue'),
        meta: { desk: true, tab: 'desk', may: ['zone_draft', 'read'] },
      },
      {
        path: 'zones/places',
        name: 'desk-places',
        component: () => import('@/rooms/places/desk/PlacesPage.vue'),
        meta: { desk: true, tab: 'desk', may: ['place', 'write'], entry: 'desk-zones' },
      },
      {
        path: 'plans',
        name: 'desk-plans',
        component: () => import('@/rooms/plans/desk/PlansPage.vue'),
        meta: { desk: true, tab: 'desk', may: ['plan', 'write'] },
      },
      {
        path: 'review',
        name: 'desk-review',
        component: () => import('@/rooms/reviews/desk/ReviewPage.vue'),
        meta: { desk: true, tab: 'desk', may: ['review', 'list'] },
      },
      {
        path: 'waiting',
        name: 'desk-waiting',
        component: () => import('@/rooms/quarantine/WaitingPage.vue'),
        meta: { desk: true, tab: 'desk', roles: ['supervisor'] },
      },
      {
        path: 'board',
        name: 'desk-board',
        component: () => import('@/rooms/figures/BoardPage.vue'),
        meta: { desk: true, tab: 'desk', roles: ['supervisor'] },
      },
      {
        path: 'board/patrols',
        name: 'desk-board-patrols',
        component: () => import('@/rooms/figures/WalkedPage.vue'),
        meta: { desk: true, tab: 'desk', roles: ['supervisor'], entry: 'desk-board' },
      },
      {
        path: 'board/rounds',
        name: 'desk-board-rounds',
        component: () => import('@/rooms/figures/PlannedPage.vue'),
        meta: { desk: true, tab: 'desk', roles: ['supervisor'], entry: 'desk-board' },
      },
      {
        path: 'board/points',
        name: 'desk-board-points',
        component: () => import('@/rooms/figures/PointsPage.vue'),
        meta: { desk: true, tab: 'desk', roles: ['supervisor'], entry: 'desk-board' },
      },
      {
        path: 'board/rechecks',
        name: 'desk-board-rechecks',
        component: () => import('@/rooms/figures/AskedPage.vue'),
        meta: { desk: true, tab: 'desk', roles: ['supervisor'], entry: 'desk-board' },
      },
      {
        path: 'quarantine',
        name: 'desk-quarantine',
        component: () => import('@/rooms/quarantine/QuarantinePage.vue'),
        meta: { desk: true, roles: ['administrator'] },
      },
      {
        path: 'me',
        name: 'desk-me',
        component: () => import('./DeskMe.vue'),
        meta: { desk: true, tab: 'desk', roles: ['supervisor', 'administrator'] },
      },
      {
        path: 'me/programs',
        name: 'desk-programs',
        component: () => import('@/rooms/accounts/desk/ProgramsPage.vue'),
        meta: { desk: true, may: ['application_password', 'write'], entry: 'desk-me' },
      },
      {
        path: 'people',
        name: 'desk-people',
        component: () => import('@/rooms/administration/PeoplePage.vue'),
        meta: { desk: true, roles: ['administrator'] },
      },
      {
        path: 'teams',
        name: 'desk-teams',
        component: () => import('@/rooms/administration/TeamsPage.vue'),
        meta: { desk: true, roles: ['administrator'] },
      },
      {
        path: 'audit',
        name: 'desk-audit',
        component: () => import('@/rooms/administration/AuditPage.vue'),
        meta: { desk: true, tab: 'desk', roles: ['administrator'] },
      },
    ],
  },
]
