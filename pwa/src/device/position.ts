/**
 * Where the phone is. The watch starts as soon as a page may need it, so that a fix is there when the shutter is pressed.
 * The first fix is often kilometres off: the best of the last seconds counts, older ones less and less.
 */
import { computed, onScopeDispose, readonly, ref, shallowRef } from 'vue'

export interface Fix {
  lon: number
  lat: number
  accuracy_m: number
  fixed_at: string
  provider: 'gps' | 'network' | 'fused' | 'manual' | 'simulated'
}

export type Locating = 'off' | 'searching' | 'found' | 'denied' | 'unavailable'

const KEEP_MS = 20_000
/** A fix loses this many metres of worth a second: a brisk walk. */
const WALK_M_PER_S = 1.5

const fixes = shallowRef<Fix[]>([])
const locating = ref<Locating>('off')
const heading = ref<number | null>(null)
let watchId: number | null = null
let users = 0

export function worth(fix: Fix, now: number): number {
  return fix.accuracy_m + (Math.max(0, now - Date.parse(fix.fixed_at)) / 1000) * WALK_M_PER_S
}

export function bestOf(known: readonly Fix[], now = Date.now()): Fix | null {
  return [...known].sort((a, b) => worth(a, now) - worth(b, now))[0] ?? null
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits))
}

function take(found: GeolocationPosition): void {
  const { longitude, latitude, accuracy } = found.coords
  const fix: Fix = {
    lon: round(longitude, 7),
    lat: round(latitude, 7),
    accuracy_m: round(Math.max(accuracy, 0.1), 1),
    fixed_at: new Date(found.timestamp || Date.now()).toISOString(),
    provider: 'fused',
  }
  const oldest = Date.now() - KEEP_MS
  heading.value = Number.isFinite(found.coords.heading) ? found.coords.heading : null
  fixes.value = [...fixes.value.filter((one) => Date.parse(one.fixed_at) > oldest), fix].slice(-30)
  locating.value = 'found'
}

function failed(error: GeolocationPositionError): void {
  if (error.code === error.PERMISSION_DENIED) locating.value = 'denied'
  else if (!fixes.value.length)
    locating.value = error.code === error.TIMEOUT ? 'searching' : 'unavailable'
}

function start(): void {
  if (watchId !== null) return
  if (!('geolocation' in navigator)) {
    locating.value = 'unavailable'
    return
  }
  if (locating.value !== 'found') locating.value = 'searching'
  watchId = navigator.geolocation.watchPosition(take, failed, {
    enableHighAccuracy: true,
    maximumAge: 5_000,
    timeout: 20_000,
  })
}

function stop(): void {
  if (watchId !== null) navigator.geolocation.clearWatch(watchId)
  watchId = null
}

/** Asks anew, after a refusal or for a better fix. */
function retry(): void {
  stop()
  fixes.value = []
  locating.value = 'searching'
  start()
}

/** Follows the position while the calling page is open. */
export function usePosition() {
  users += 1
  start()
  onScopeDispose(() => {
    users -= 1
    if (users === 0) stop()
  })
  return {
    fix: computed(() => bestOf(fixes.value)),
    locating: readonly(locating),
    heading: readonly(heading),
    retry,
    /** The best fix at this very moment. */
    now: () => bestOf(fixes.value),
  }
}
