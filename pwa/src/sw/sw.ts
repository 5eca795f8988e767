/// <reference lib="webworker" />
/** Caching only: the shell is precached, the map and the desk when first used. It never touches /api. */
import { ExpirationPlugin } from 'workbox-expiration'
import {
  cleanupOutdatedCaches,
  createHandlerBoundToURL,
  precacheAndRoute,
} from 'workbox-precaching'
import { NavigationRoute, registerRoute } from 'workbox-routing'
import { CacheFirst } from 'workbox-strategies'

declare const self: ServiceWorkerGlobalScope

precacheAndRoute(self.__WB_MANIFEST)
cleanupOutdatedCaches()

const SERVER_ONLY = [
  /^\/api(\/|$)/,
  /^\/ogc(\/|$)/,
  /^\/healthz/,
  /^\/readyz/,
  /^\/assets\//,
  /\.(js|css|json|png|svg|webmanifest)$/,
]
registerRoute(
  new NavigationRoute(createHandlerBoundToURL('/index.html'), { denylist: SERVER_ONLY }),
)

/** A captive portal answers 200 with its own page: only scripts, styles and fonts are kept. */
const onlyAssets = {
  cacheWillUpdate: async ({ response }: { response: Response }) => {
    const type = response.headers.get('Content-Type') ?? ''
    return response.status === 200 && /javascript|css|font|wasm/.test(type) ? response : null
  },
}

registerRoute(
  ({ url, sameOrigin }) => sameOrigin && url.pathname.startsWith('/assets/'),
  new CacheFirst({
    cacheName: 'quanxun-assets',
    plugins: [onlyAssets, new ExpirationPlugin({ maxEntries: 40 })],
  }),
)

self.addEventListener('message', (event) => {
  if ((event.data as { type?: string })?.type === 'SKIP_WAITING') void self.skipWaiting()
})

self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))
