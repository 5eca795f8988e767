/** The only file that touches MapLibre. Loaded on demand by FieldMap, so that no other chunk carries it. */
import { type GeoJSONSource, Map as MapLibre, setWorkerUrl } from 'maplibre-gl'
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url'
import { tokenReader } from '@/ui/theme'
import './engine.css'
import { addSprites } from './images'
import { selectedFilter } from './points'
import { watchPresses } from './presses'
import { buildSource, buildSources, type Content, type SourceName } from './sources'
import { makeStyle } from './style'
import type { Bounds, Covered, LonLat, MapView } from './types'

setWorkerUrl(workerUrl)

/** Finger-sized: what lies within this many pixels of a tap is meant. */
const REACH = 22

export interface EngineEvents {
  select: (id: string | null) => void
  longpress: (at: LonLat) => void
  moved: (view: MapView & { bearing: number }) => void
  /** By hand. */
  dragged: () => void
}

export interface EngineOptions {
  container: HTMLElement
  content: Content
  selected: string | null
  view: MapView | null
  bounds: Bounds | null
  covered: Covered
  label: string
  events: EngineEvents
}

function clearOf({ top = 0, right = 0, bottom = 0, left = 0 }: Covered) {
  const air = 36
  return { top: top + air, right: right + air, bottom: bottom + air, left: left + air }
}

export class MapEngine {
  private readonly map: MapLibre

  constructor(private readonly options: EngineOptions) {
    const { container, view, bounds } = options
    this.map = new MapLibre({
      container,
      style: this.style(),
      center: view ? [view.lon, view.lat] : [120.755, 30.746],
      zoom: view?.zoom ?? 10,
      bounds: view || !bounds ? undefined : bounds,
      fitBoundsOptions: { padding: clearOf(options.covered) },
      attributionControl: false,
      pitchWithRotate: false,
      maxPitch: 0,
      maxZoom: 20,
      fadeDuration: 0,
      locale: { 'Map.Title': options.label },
    })
    this.map.on('style.load', () => addSprites(this.map))
    this.map.on('dragstart', () => options.events.dragged())
    this.map.on('moveend', () => options.events.moved(this.view()))
    this.map.on('load', () => options.events.moved(this.view()))
    watchPresses(this.map, {
      tap: (point) => options.events.select(this.recordNear(point)),
      long: (at) => options.events.longpress(at),
    })
    this.map.getCanvas().addEventListener('keydown', this.onKey)
  }

  private style() {
    const { content, selected } = this.options
    return makeStyle(tokenReader(), buildSources(content), selected)
  }

  private readonly onKey = (event: KeyboardEvent) => {
    if (event.key !== 'Enter') return
    const { width, height } = this.map.getCanvas().getBoundingClientRect()
    this.options.events.select(this.recordNear({ x: width / 2, y: height / 2 }, REACH * 4))
  }

  private recordNear({ x, y }: { x: number; y: number }, reach = REACH): string | null {
    const box: [[number, number], [number, number]] = [
      [x - reach, y - reach],
      [x + reach, y + reach],
    ]
    if (!this.map.getLayer('records')) return null
    const away = (feature: GeoJSON.Feature) => {
      const [lon = 0, lat = 0] = (feature.geometry as GeoJSON.Point).coordinates
      const at = this.map.project([lon, lat])
      return Math.hypot(at.x - x, at.y - y)
    }
    const found = this.map.queryRenderedFeatures(box, { layers: ['records'] })
    const nearest = found.sort((a, b) => away(a) - away(b))[0]
    return (nearest?.properties.id as string | undefined) ?? null
  }

  view(): MapView & { bearing: number } {
    const { lng, lat } = this.map.getCenter()
    return { lon: lng, lat, zoom: this.map.getZoom(), bearing: this.map.getBearing() }
  }

  /** Redraws one source from the content. */
  update(name: SourceName, content: Content): void {
    this.options.content = content
    const source = this.map.getSource<GeoJSONSource>(name)
    void source?.setData(buildSource(name, content))
  }

  select(id: string | null): void {
    this.options.selected = id
    for (const layer of ['selected', 'selected-mark'])
      if (this.map.getLayer(layer)) this.map.setFilter(layer, selectedFilter(id))
  }

  restyle(): void {
    if (this.map.isStyleLoaded()) addSprites(this.map)
    this.map.setStyle(this.style(), { diff: true })
  }

  zoomBy(steps: number): void {
    this.map.easeTo({ zoom: this.map.getZoom() + steps, duration: this.duration(200) })
  }

  north(): void {
    this.map.easeTo({ bearing: 0, duration: this.duration(200) })
  }

  goTo(at: LonLat, zoom?: number, covered: Covered = {}): void {
    const { top = 0, right = 0, bottom = 0, left = 0 } = covered
    this.map.easeTo({
      center: [at.lon, at.lat],
      zoom: zoom ?? this.map.getZoom(),
      offset: [(left - right) / 2, (top - bottom) / 2],
      duration: this.duration(320),
    })
  }

  fit(bounds: Bounds, covered: Covered = {}): void {
    const padding = clearOf(covered)
    this.map.fitBounds(bounds, { padding, maxZoom: 17, duration: this.duration(320) })
  }

  private duration(ms: number): number {
    return matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : ms
  }

  destroy(): void {
    this.map.getCanvas().removeEventListener('keydown', this.onKey)
    this.map.remove()
  }
}
