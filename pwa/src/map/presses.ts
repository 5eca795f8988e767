/** Tap and long press on the map, by mouse and by finger. */
import type { Map as MapLibre, MapMouseEvent, MapTouchEvent } from 'maplibre-gl'
import type { LonLat } from './types'

const LONG_MS = 500

export interface Presses {
  tap: (point: { x: number; y: number }) => void
  long: (at: LonLat) => void
}

export function watchPresses(map: MapLibre, presses: Presses): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let wasLong = false

  const stop = () => clearTimeout(timer)
  const long = ({ lng, lat }: { lng: number; lat: number }) => {
    wasLong = true
    presses.long({ lon: lng, lat })
  }

  map.on('touchstart', (event: MapTouchEvent) => {
    stop()
    wasLong = false
    if (event.points.length === 1) timer = setTimeout(() => long(event.lngLat), LONG_MS)
  })
  for (const end of ['touchend', 'touchcancel', 'touchmove', 'dragstart', 'zoomstart'] as const)
    map.on(end, stop)
  map.on('contextmenu', (event: MapMouseEvent) => {
    event.preventDefault()
    if (!wasLong) long(event.lngLat)
  })
  map.on('mousedown', () => (wasLong = false))
  map.on('click', (event: MapMouseEvent) => {
    if (!wasLong) presses.tap(event.point)
    wasLong = false
  })
}
