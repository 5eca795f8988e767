import type { RouteRecordRaw } from 'vue-router'

/** Filled by the supervisor's and the administrator's pages. */
export const deskRoutes: RouteRecordRaw[] = []
