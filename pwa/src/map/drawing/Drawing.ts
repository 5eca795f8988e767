/** Drawing and mending one boundary on the map. The only file that touches Terra Draw; it comes with the page of zones. */
import type { Map as MapLibre } from 'maplibre-gl'
import type { Polygon, Position } from 'geojson'
import {
  type GeoJSONStoreFeatures,
  TerraDraw,
  TerraDrawLineStringMode,
  type TerraDrawMouseEvent,
  TerraDrawModeUndoRedo,
  TerraDrawPolygonMode,
  TerraDrawSelectMode,
} from 'terra-draw'
import { TerraDrawMapLibreGLAdapter } from 'terra-draw-maplibre-gl-adapter'
import { tokenReader } from '@/ui/theme'
import { areaOf, type Boundary, boundaryOf, type Ring, ringsOf } from './boundary'
import { History } from './history'
import { looks } from './looks'
import { type Edges, snapped } from './snap'
import { splitRings } from './split'
import { without } from './without'

export type Tool = 'select' | 'polygon' | 'hole' | 'split'

export interface DrawnState {
  tool: Tool
  drawing: boolean
  /** Null: it runs across itself. */
  area: number | null
  canUndo: boolean
  canRedo: boolean
  /** Shells and holes, and whether one of them is selected. */
  rings: number
  selected: boolean
  /** As it looks now, also half drawn. */
  live: Boundary | null
}

export interface DrawingEvents {
  /** A finished change, to be kept. */
  changed: (boundary: Boundary | null) => void
  state: (state: DrawnState) => void
  /** A cutting line that cut nothing. */
  uncut: () => void
}

type Feature = GeoJSONStoreFeatures<Polygon>
const REACH_PX = 14
/** So near to the first corner a press closes the shape; a corner further away is one of its own. */
const CLOSE_PX = 14
const PRECISION = 9
const rounded = (points: Position[]): Position[] =>
  points.map(([x, y]) => [Number(x!.toFixed(PRECISION)), Number(y!.toFixed(PRECISION))])

const ringOf = ({ geometry, properties }: Feature): Ring => ({
  points: geometry.coordinates[0]!,
  hole: properties.mode === 'hole',
})

export class Drawing {
  snapping = true
  private draw: TerraDraw
  private tool: Tool = 'select'
  private readonly history = new History<Ring[]>()
  private pressed: { x: number; y: number } | null = null
  private frame = 0
  private faded = false

  constructor(
    private readonly map: MapLibre,
    private readonly edges: () => Edges,
    private readonly events: DrawingEvents,
  ) {
    this.draw = this.begin([])
    this.history.reset([])
    const canvas = map.getCanvas()
    canvas.addEventListener('pointerdown', this.onPress)
    canvas.addEventListener('keydown', this.onKey)
  }

  private begin(rings: readonly Ring[]): TerraDraw {
    const adapter = new TerraDrawMapLibreGLAdapter({
      map: this.map,
      coordinatePrecision: PRECISION,
    })
    const draw = new TerraDraw({
      adapter,
      modes: this.modes(),
      undoRedo: { modeLevel: new TerraDrawModeUndoRedo() },
    })
    draw.start()
    draw.setMode('select')
    draw.on('finish', (id, { mode }) => setTimeout(() => this.finished(id, mode)))
    draw.on('change', () => this.tell())
    draw.on('select', () => this.tell())
    draw.on('deselect', () => this.tell())
    this.fill(draw, rings)
    return draw
  }

  private modes() {
    const style = looks(tokenReader())
    const toCustom = (event: TerraDrawMouseEvent) =>
      this.snapping
        ? snapped(event, this.edges(), (lng, lat) => this.map.project([lng, lat]))
        : undefined
    const snapping = { toCustom }
    const flags = {
      feature: {
        draggable: false,
        coordinates: {
          midpoints: { draggable: true },
          draggable: true,
          deletable: true,
          snappable: snapping,
        },
      },
    }
    const pointerDistance = CLOSE_PX
    const keyEvents = { deselect: 'Escape', delete: null, rotate: null, scale: null }
    return [
      new TerraDrawPolygonMode({
        modeName: 'polygon',
        pointerDistance,
        snapping,
        styles: style.polygon,
      }),
      new TerraDrawPolygonMode({
        modeName: 'hole',
        pointerDistance,
        snapping,
        styles: style.polygon,
      }),
      new TerraDrawLineStringMode({ modeName: 'split', styles: style.line }),
      new TerraDrawSelectMode({
        flags: { polygon: flags, hole: flags },
        keyEvents,
        styles: style.select,
      }),
    ]
  }

  private fill(draw: TerraDraw, rings: readonly Ring[]): void {
    const features = rings.map(({ points, hole }) => ({
      type: 'Feature' as const,
      properties: { mode: hole ? 'hole' : 'polygon' },
      geometry: { type: 'Polygon' as const, coordinates: [rounded(points)] },
    }))
    if (features.length) draw.addFeatures(features)
  }

  private features(): Feature[] {
    return this.draw
      .getSnapshot()
      .filter(({ geometry }) => geometry.type === 'Polygon') as Feature[]
  }

  private rings(withUnfinished = false): Ring[] {
    return this.features()
      .filter(({ properties }) => withUnfinished || !properties.currentlyDrawing)
      .map(ringOf)
  }

  private finished(id: string | number, mode: string): void {
    if (mode === 'split') return this.cut(id)
    this.keep(this.rings())
    if (mode !== 'select') this.use('select', id)
    if (this.faded) this.restyle()
  }

  private cut(id: string | number): void {
    const line = this.draw.getSnapshotFeature(id)?.geometry.coordinates as Position[] | undefined
    this.draw.removeFeatures([id])
    const parts = line && splitRings(this.rings(), line)
    this.use('select')
    if (parts) this.replace(parts)
    else this.events.uncut()
  }

  /** A step that can be undone. */
  private keep(rings: Ring[]): void {
    this.history.add(rings)
    this.events.changed(boundaryOf(rings))
    this.tell()
  }

  private replace(rings: Ring[]): void {
    this.show(rings)
    this.keep(rings)
  }

  private show(rings: readonly Ring[]): void {
    this.draw.clear()
    this.fill(this.draw, rings)
    if (this.tool === 'select') this.selectOnly()
    this.tell()
  }

  /** Its corners show at once where there is but one part. */
  private selectOnly(): void {
    const [only, ...more] = this.features()
    if (only && !more.length) this.draw.selectFeature(only.id!)
  }

  /** Another boundary: what was undone before is of no use any more. */
  load(boundary: Boundary | null): void {
    const rings = ringsOf(boundary)
    this.history.reset(rings)
    this.use('select')
    this.show(rings)
  }

  /** The same draft, changed by somebody else than the hand: a repair, another's shape. It can be taken back like any step. */
  take(boundary: Boundary | null): void {
    const rings = ringsOf(boundary)
    this.history.add(rings)
    this.use('select')
    this.show(rings)
  }

  use(tool: Tool, select?: string | number): void {
    this.tool = tool
    this.draw.setMode(tool)
    if (tool === 'select')
      if (select !== undefined && this.draw.hasFeature(select)) this.draw.selectFeature(select)
      else this.selectOnly()
    this.tell()
  }

  /** While drawing: the last corner. Else the last change. */
  undo(): void {
    if (this.drawing()) this.draw.undo()
    else this.step(this.history.back())
    this.tell()
  }

  redo(): void {
    if (this.drawing()) this.draw.redo()
    else this.step(this.history.forth())
    this.tell()
  }

  private step(rings: Ring[] | undefined): void {
    if (!rings) return
    this.show(rings)
    this.events.changed(boundaryOf(rings))
  }

  private drawing(): boolean {
    return this.draw.getModeState() === 'drawing'
  }

  private readonly onPress = (event: PointerEvent) => {
    this.pressed = { x: event.offsetX, y: event.offsetY }
    this.map.getCanvas().focus({ preventScroll: true })
  }

  private readonly onKey = (event: KeyboardEvent) => {
    const command = event.ctrlKey || event.metaKey
    if (command && event.key.toLowerCase() === 'z')
      (event.shiftKey ? () => this.redo() : () => this.undo())()
    else if (command && event.key.toLowerCase() === 'y') this.redo()
    else if (event.key === 'Delete' || event.key === 'Backspace') this.remove()
    else if (event.key === 'Escape' && this.tool !== 'select' && !this.drawing()) this.use('select')
    else return
    event.preventDefault()
  }

  /** The corner that was pressed last; where there is none, the part that is selected. */
  private remove(): void {
    if (this.tool !== 'select') return this.drawing() ? this.undo() : undefined
    const rings = this.rings()
    for (const ring of rings) {
      const at = ring.points.findIndex((corner) => this.isPressed(corner))
      if (at < 0 || ring.points.length <= 4) continue
      const open = ring.points.slice(0, -1).filter((_, index) => index !== at)
      this.pressed = null
      return this.replace(
        rings.map((one) => (one === ring ? { ...ring, points: [...open, open[0]!] } : one)),
      )
    }
    this.removeSelected()
  }

  removeSelected(): void {
    const features = this.features()
    const rings = features.map(ringOf)
    const deleted = rings.filter((_, at) => features[at]!.properties.selected)
    if (deleted.length) this.replace(without(rings, new Set(deleted)))
  }

  private isPressed(corner: Position): boolean {
    if (!this.pressed) return false
    const { x, y } = this.map.project(corner as [number, number])
    return Math.hypot(x - this.pressed.x, y - this.pressed.y) <= REACH_PX
  }

  private tell(): void {
    cancelAnimationFrame(this.frame)
    this.frame = requestAnimationFrame(() => {
      if (!this.draw.enabled) return
      const rings = this.rings(true)
      const drawing = this.drawing()
      const live = boundaryOf(rings)
      this.events.state({
        tool: this.tool,
        drawing,
        area: areaOf(live),
        rings: rings.length,
        selected: this.features().some(({ properties }) => properties.selected),
        canUndo: drawing || this.history.canGoBack,
        canRedo: drawing ? this.draw.canRedo() : this.history.canGoForth,
        live,
      })
    })
  }

  /** In the colours of now. */
  restyle(): void {
    this.faded = this.drawing()
    if (this.faded) return // what is half drawn is finished first
    const rings = this.rings()
    this.draw.stop()
    this.draw = this.begin(rings)
    this.use('select')
  }

  destroy(): void {
    cancelAnimationFrame(this.frame)
    const canvas = this.map.getCanvas()
    canvas.removeEventListener('pointerdown', this.onPress)
    canvas.removeEventListener('keydown', this.onKey)
    if (this.draw.enabled) this.draw.stop()
  }
}
