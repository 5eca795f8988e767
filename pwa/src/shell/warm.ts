/** Fetches the map in a quiet moment, so that it is there on the first patrol without a network. Spares metered lines. */
interface Line {
  saveData?: boolean
  effectiveType?: string
}

const QUIET_MS = 8_000

async function fetchMap(): Promise<void> {
  const [worker] = await Promise.all([
    import('maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url'),
    import('@/map/engine'),
  ])
  // The worker is asked for only when a map opens; the service worker keeps it from this request on.
  const link = document.createElement('link')
  Object.assign(link, { rel: 'prefetch', href: worker.default })
  document.head.append(link)
}

export function warmUp(wanted: () => boolean): void {
  const line = (navigator as Navigator & { connection?: Line }).connection
  if (line?.saveData || /2g/.test(line?.effectiveType ?? '')) return
  setTimeout(() => {
    if (wanted() && navigator.onLine) void fetchMap().catch(() => undefined)
  }, QUIET_MS)
}
