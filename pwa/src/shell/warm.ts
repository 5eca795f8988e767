/** Fetches the map in a quiet moment, so that it is there on the first patrol without a network. Spares metered lines. */
interface Line {
  saveData?: boolean
  effectiveType?: string
}

const QUIET_MS = 8_000

export function warmUp(wanted: () => boolean): void {
  const line = (navigator as Navigator & { connection?: Line }).connection
  if (line?.saveData || /2g/.test(line?.effectiveType ?? '')) return
  setTimeout(() => {
    if (wanted() && navigator.onLine) void import('@/map/engine').catch(() => undefined)
  }, QUIET_MS)
}
