/** The only file, beside `drawing/` and `base/`, that touches MapLibre. Loaded on demand by FieldMap, so that no other chunk carries it. */
import {
  type GeoJSONSource,
  Map as MapLibre,
  type MapGeoJSONFeature,
  type RequestParameters,
  setWorkerUrl,
  type StyleSpecification,
  type VectorTileSource,
} from 'maplibre-gl'
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url'
import { tokenReader } from '@/ui/theme'
import type { Base } from './base/load'
import './engine.css'
import { boundsAlong, type Frame } from './frame'
import { addMissing, addSprites, forgetRings } from './images'
import { selectedFilter } from './points'
import { watchPresses } from './presses'
import { buildSource, buildSources, type Content, type SourceName } from './sources'
import { makeStyle } from './style'
import { type Shortened, sourceName, TILE_SOURCES } from './tiles'
import { WALK_LAYERS } from './walks'
import type { Bounds, Covered, LonLat, MapView, RecordTiles } from './types'

setWorkerUrl(workerUrl)

/** Finger-sized: what lies within this many pixels of a tap is meant. */
const REACH = 22
const LINE_REACH = 8

/** Closer than this a cluster does not fall apart: what it holds is asked for. */
const LAST_APART = 18

export interface EngineEvents {
  select: (id: string | null) => void
  /** A cluster that no zoom takes apart, by the box it stands for. */
  pile: (box: Bounds) => void
  longpress: (at: LonLat) => void
  /** Where a tap or Enter was meant, whatever lies there. */
  pressed: (at: LonLat) => void
  moved: (view: MapView & { bearing: number }) => void
  /** What the mouse points at; null: nothing on the map. */
  hovered: (at: LonLat | null) => void
  /** By hand. */
  dragged: () => void
}

export interface EngineOptions {
  container: HTMLElement
  content: Content
  tiles: RecordTiles | null
  short: Shortened
  /** Of a request for tiles. */
  headers: () => Record<string, string>
  selected: string | null
  view: MapView | null
  bounds: Bounds | null
  covered: Covered
  label: string
  base: Base
  events: EngineEvents
}

/** How Terra Draw's sources and layers begin. */
const DRAWN = 'td-'

const TAPPED = ['records', 'singles', 'clusters', 'place-marks']

/** Marks of tiles are named like those of lists: `incident:0198…`. */
function idOf({ properties }: MapGeoJSONFeature): string {
  return properties.kind ? `${properties.kind}:${properties.id}` : String(properties.id)
}

/** Tiles of records as the base map's system draws them. */
function drawnTiles(tiles: RecordTiles | null, { shifted }: Frame): RecordTiles | null {
  const asked = (url: string) => `${url}${url.includes('?') ? '&' : '?'}system=gcj02`
  if (!tiles || !shifted) return tiles
  return { ...tiles, records: asked(tiles.records), heat: asked(tiles.heat) }
}

/** Our own addresses get what shows whose request it is; a stranger's server gets nothing of it. */
function requestOf(url: string, headers: () => Record<string, string>): RequestParameters {
  const isOurs = new URL(url, location.href).origin === location.origin
  if (isOurs) return { url, headers: headers(), credentials: 'same-origin' }
  return { url, referrerPolicy: 'origin' } // the office's key of a map server is bound to its own address
}

function clearOf({ top = 0, right = 0, bottom = 0, left = 0 }: Covered) {
  const air = 36
  return { top: top + air, right: right + air, bottom: bottom + air, left: left + air }
}

/** What drawing has added stays when the colours change. */
function withDrawn(
  before: StyleSpecification | undefined,
  next: StyleSpecification,
): StyleSpecification {
  const drawn = (name: string) => name.startsWith(DRAWN)
  const sources = Object.entries(before?.sources ?? {}).filter(([name]) => drawn(name))
  const layers = before?.layers.filter(({ id }) => drawn(id)) ?? []
  return {
    ...next,
    sources: { ...next.sources, ...Object.fromEntries(sources) },
    layers: [...next.layers, ...layers],
  }
}

export class MapEngine {
  private readonly map: MapLibre
  private readonly frame: Frame
  /** Something came before the map had a place for it. */
  private missed = false

  constructor(private readonly options: EngineOptions) {
    const { container, base } = options
    this.frame = base.frame
    const view = options.view && { ...options.view, ...this.frame.drawn(options.view) }
    const bounds = options.bounds && boundsAlong(this.frame.drawn, options.bounds)
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
      transformRequest: (url) => requestOf(url, options.headers),
    })
    this.map.setMissingStyleImageResolver((name) => addMissing(this.map, name))
    this.map.on('style.load', () => this.ready())
    this.map.on('dragstart', () => options.events.dragged())
    this.map.on('moveend', () => options.events.moved(this.view()))
    this.map.on('load', () => options.events.moved(this.view()))
    this.map.on('mousemove', ({ lngLat: { lng: lon, lat } }) =>
      options.events.hovered(this.frame.ground({ lon, lat })),
    )
    this.map.on('mouseout', () => options.events.hovered(null))
    watchPresses(this.map, {
      tap: (point) => this.tapped(point),
      long: (at) => options.events.longpress(this.frame.ground(at)),
    })
    this.map.getCanvas().addEventListener('keydown', this.onKey)
  }

  private ready(): void {
    addSprites(this.map)
    if (!this.missed) return
    this.missed = false
    this.map.setStyle(this.style(), { diff: true, transformStyle: withDrawn })
  }

  private style() {
    const { content, selected, tiles, short, base } = this.options
    const sources = buildSources(content, this.frame)
    const token = tokenReader()
    const shown = drawnTiles(tiles, this.frame)
    return makeStyle(token, sources, selected, shown, short, base.style(token))
  }

  private readonly onKey = (event: KeyboardEvent) => {
    if (event.key !== 'Enter') return
    const { width, height } = this.map.getCanvas().getBoundingClientRect()
    this.tapped({ x: width / 2, y: height / 2 }, REACH * 4)
  }

  /** A mark opens its record, a cluster opens itself, the ground closes what was open. */
  private tapped(point: { x: number; y: number }, reach = REACH): void {
    const { lng, lat } = this.map.unproject([point.x, point.y])
    this.options.events.pressed(this.frame.ground({ lon: lng, lat }))
    const found = this.nearest(point, reach) ?? this.walkAt(point)
    if (found?.layer.id === 'clusters') this.open(found)
    else this.options.events.select(found ? idOf(found) : null)
  }

  private open(cluster: MapGeoJSONFeature): void {
    const [lon = 0, lat = 0] = (cluster.geometry as GeoJSON.Point).coordinates
    if (this.map.getZoom() < LAST_APART) {
      this.goTo(this.frame.ground({ lon, lat }), Math.min(LAST_APART, this.map.getZoom() + 2))
      return
    }
    const { x, y } = this.map.project([lon, lat])
    const [west, east] = [
      this.map.unproject([x - REACH, y + REACH]),
      this.map.unproject([x + REACH, y - REACH]),
    ]
    const box: Bounds = [west.lng, west.lat, east.lng, east.lat]
    this.options.events.pile(boundsAlong(this.frame.ground, box))
  }

  /** Ways lie under everything else: only where no mark is in reach. */
  private walkAt({ x, y }: { x: number; y: number }): MapGeoJSONFeature | undefined {
    const box: [[number, number], [number, number]] = [
      [x - LINE_REACH, y - LINE_REACH],
      [x + LINE_REACH, y + LINE_REACH],
    ]
    const layers = WALK_LAYERS.filter((name) => this.map.getLayer(name))
    return this.map.queryRenderedFeatures(box, { layers })[0]
  }

  private nearest(
    { x, y }: { x: number; y: number },
    reach: number,
  ): MapGeoJSONFeature | undefined {
    const box: [[number, number], [number, number]] = [
      [x - reach, y - reach],
      [x + reach, y + reach],
    ]
    const layers = TAPPED.filter((name) => this.map.getLayer(name))
    const away = (feature: GeoJSON.Feature) => {
      const [lon = 0, lat = 0] = (feature.geometry as GeoJSON.Point).coordinates
      const at = this.map.project([lon, lat])
      return Math.hypot(at.x - x, at.y - y)
    }
    const found = this.map.queryRenderedFeatures(box, { layers })
    return found.sort((a, b) => away(a) - away(b))[0]
  }

  /** Other tiles: another wish. Until they are here, those of before stay. */
  show(tiles: RecordTiles | null): void {
    const before = this.options.tiles
    this.options.tiles = tiles
    if (!tiles || !before || before.mode !== tiles.mode) {
      this.map.setStyle(this.style(), { diff: true })
      return
    }
    const asked = drawnTiles(tiles, this.frame)!
    for (const layer of TILE_SOURCES) {
      if (before[layer] === tiles[layer]) continue
      const source = this.map.getSource<VectorTileSource>(sourceName(layer))
      if (source) source.setTiles([asked[layer]])
      else this.missed = true
    }
  }

  /** The same wish, asked again: what has not changed is not sent. */
  refresh(): void {
    const shown = this.options.tiles?.mode === 'heat' ? 'heat' : 'records'
    if (this.map.getSource(sourceName(shown))) this.map.refreshTiles(sourceName(shown))
  }

  view(): MapView & { bearing: number } {
    const { lng, lat } = this.map.getCenter()
    const at = this.frame.ground({ lon: lng, lat })
    return { ...at, zoom: this.map.getZoom(), bearing: this.map.getBearing() }
  }

  /** Redraws one source from the content. */
  update(name: SourceName, content: Content): void {
    this.options.content = content
    const source = this.map.getSource<GeoJSONSource>(name)
    if (source) void source.setData(buildSource(name, content, this.frame))
    else this.missed = true
  }

  /** Where pixels of the map lie on the ground. */
  ground(points: readonly { x: number; y: number }[]): LonLat[] {
    return points.map(({ x, y }) => {
      const { lng, lat } = this.map.unproject([x, y])
      return this.frame.ground({ lon: lng, lat })
    })
  }

  select(id: string | null): void {
    this.options.selected = id
    if (!this.map.getLayer('selected')) this.missed = true
    for (const layer of ['selected', 'selected-mark', 'place-selected', 'walk-selected'])
      if (this.map.getLayer(layer)) this.map.setFilter(layer, selectedFilter(id))
  }

  /** For who adds to the map by itself: drawing. Called once the map is ready. */
  attach(use: (map: MapLibre, frame: Frame) => void): void {
    if (this.map.loaded()) use(this.map, this.frame)
    else void this.map.once('load', () => use(this.map, this.frame))
  }

  restyle(): void {
    forgetRings(this.map)
    if (this.map.isStyleLoaded()) addSprites(this.map)
    this.map.setStyle(this.style(), { diff: true, transformStyle: withDrawn })
  }

  zoomBy(steps: number): void {
    this.map.easeTo({ zoom: this.map.getZoom() + steps, duration: this.duration(200) })
  }

  north(): void {
    this.map.easeTo({ bearing: 0, duration: this.duration(200) })
  }

  /** A panel that has just opened has made the map smaller, of which the canvas hears a little later. */
  private settle(): void {
    const { clientWidth, clientHeight } = this.map.getContainer()
    const canvas = this.map.getCanvas()
    if (canvas.clientWidth !== clientWidth || canvas.clientHeight !== clientHeight)
      this.map.resize()
  }

  goTo(at: LonLat, zoom?: number, covered: Covered = {}): void {
    this.settle()
    const { top = 0, right = 0, bottom = 0, left = 0 } = covered
    const { lon, lat } = this.frame.drawn(at)
    this.map.easeTo({
      center: [lon, lat],
      zoom: zoom ?? this.map.getZoom(),
      offset: [(left - right) / 2, (top - bottom) / 2],
      duration: this.duration(320),
    })
  }

  fit(bounds: Bounds, covered: Covered = {}): void {
    this.settle()
    const padding = clearOf(covered)
    this.map.fitBounds(boundsAlong(this.frame.drawn, bounds), {
      padding,
      maxZoom: 17,
      duration: this.duration(320),
    })
  }

  private duration(ms: number): number {
    return matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : ms
  }

  destroy(): void {
    this.map.getCanvas().removeEventListener('keydown', this.onKey)
    this.map.remove()
  }
}
