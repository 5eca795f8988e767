/**
 * A page's own address: what it shows stands in the query, so that reload, back and a shared link show the same.
 * A change builds on what was asked for last, even while that is under way; and it never calls back a person who is on
 * the way to another page (a map that comes to rest, a search that was typed, an answer that arrives).
 */
import { computed, watch } from 'vue'
import {
  type LocationQuery,
  type RouteLocationNormalized,
  type Router,
  useRoute,
  useRouter,
} from 'vue-router'

export type Patch = Record<string, string | null | undefined>

let bound: RouteLocationNormalized | null = null

/** To be called once, before all other guards. */
export function watchTheWay(router: Router): void {
  router.beforeEach((to) => {
    bound = to
  })
  const arrived = (to: RouteLocationNormalized) => {
    if (bound === to) bound = null
  }
  router.afterEach(arrived)
  router.onError((_error, to) => arrived(to))
}

function one(value: LocationQuery[string] | undefined): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}

/** With `null` or nothing a name is taken out of the address. */
export function patched(query: LocationQuery, patch: Patch): Record<string, string> {
  const all = Object.entries({ ...query, ...patch })
  return Object.fromEntries(all.filter((pair): pair is [string, string] => one(pair[1]) !== null))
}

export function useAddress() {
  const route = useRoute()
  const router = useRouter()
  const own = route.name
  let wanted: LocationQuery = route.query
  watch(
    () => route.query,
    (query) => (wanted = query),
  )

  /** The whole query anew. Nothing happens when the page is being left. */
  async function put(
    query: Record<string, string | string[]>,
    how: 'push' | 'replace' = 'replace',
  ): Promise<void> {
    if (route.name !== own || (bound && bound.name !== own)) return
    wanted = query
    await router[how]({ query })
  }

  return {
    put,
    go: (patch: Patch, how?: 'push' | 'replace') => put(patched(wanted, patch), how),
    /** What was asked for last: it may not be shown yet. */
    wanted: () => wanted,
    /** Nothing, when it is not there, empty, or there more than once. */
    text: (name: string) => one(route.query[name]),
    query: computed(() => route.query),
  }
}
