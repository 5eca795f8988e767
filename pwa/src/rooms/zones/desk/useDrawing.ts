/** The open draft under the drawing tools: what is drawn goes to the draft, what the server says comes back. */
import { computed, onBeforeUnmount, type Ref, ref, shallowRef, watch } from 'vue'
import type FieldMap from '@/map/FieldMap.vue'
import { type Boundary, isBoundary } from '@/map/drawing/boundary'
import type { Drawing, DrawnState, Tool } from '@/map/drawing/Drawing'
import { type Frame, geometryAlong, PLAIN } from '@/map/frame'
import { edgesOf } from '@/map/drawing/snap'
import { useSession } from '@/rooms/accounts/store'
import { onThemeChange } from '@/ui/theme'
import { useZoneDraft } from './draftStore'
import { useZoneDesk } from './store'

const NOTHING: DrawnState = {
  tool: 'select',
  drawing: false,
  area: 0,
  canUndo: false,
  canRedo: false,
  rings: 0,
  selected: false,
  live: null,
}
const UNCUT_MS = 5_000
/** The same shape, whoever wrote it down. */
const textOf = (boundary: Boundary | null) =>
  boundary ? `${boundary.type}${JSON.stringify(boundary.coordinates)}` : ''

export function useDrawing(map: Ref<InstanceType<typeof FieldMap> | undefined>) {
  const desk = useZoneDesk()
  const drafts = useZoneDraft()
  const session = useSession()
  const drawing = shallowRef<Drawing | null>(null)
  const state = shallowRef<DrawnState>(NOTHING)
  const snapping = ref(true)
  const uncut = ref(false)
  /** What the tools hold or have handed over: the same coming back is no news. */
  let own = ''
  let gone = false
  let frame: Frame = PLAIN

  const edges = computed(() =>
    [...desk.zones.features, ...desk.districts.features].map(({ geometry }) => geometry),
  )
  const open = computed(() => {
    const draft = drafts.current
    if (!draft || !session.may('zone_draft', 'draft')) return null
    return draft.moves.includes('edit') && draft.state === 'draft' ? draft : null
  })

  function keep(boundary: Boundary | null): void {
    const kept = boundary && geometryAlong(frame.ground, boundary)
    own = textOf(kept)
    drafts.edit({ boundary: kept })
  }

  function sayUncut(): void {
    uncut.value = true
    setTimeout(() => (uncut.value = false), UNCUT_MS)
  }

  async function ready(): Promise<void> {
    const { Drawing } = await import('@/map/drawing/Drawing')
    map.value?.attach((real, itsFrame) => {
      if (gone) return
      frame = itsFrame
      const events = {
        changed: keep,
        state: (now: DrawnState) => {
          state.value = { ...now, live: now.live && geometryAlong(frame.ground, now.live) }
          drafts.drawing = now.drawing
        },
        uncut: sayUncut,
      }
      const drawnEdges = computed(() =>
        edgesOf(edges.value.map((one) => geometryAlong(frame.drawn, one))),
      )
      drawing.value = new Drawing(real, () => drawnEdges.value, events)
      follow(true)
    })
  }

  /** Another draft, or another boundary than the one that was drawn here: a repair, somebody else's. */
  function follow(anew: boolean): void {
    const boundary = open.value && isBoundary(open.value.boundary) ? open.value.boundary : null
    const text = textOf(boundary)
    if (!drawing.value || (!anew && text === own)) return
    own = text
    const drawn = boundary && geometryAlong(frame.drawn, boundary)
    if (anew) drawing.value.load(drawn)
    else drawing.value.take(drawn)
    if (open.value && !boundary) drawing.value.use('polygon')
  }

  watch(
    () => open.value?.id,
    () => follow(true),
  )
  watch(
    () => drafts.current?.boundary,
    () => follow(false),
  )
  watch(snapping, (on) => drawing.value && (drawing.value.snapping = on))
  const stopTheme = onThemeChange(() => drawing.value?.restyle())
  onBeforeUnmount(() => {
    gone = true
    drafts.drawing = false
    stopTheme()
    drawing.value?.destroy()
  })

  return {
    state,
    snapping,
    uncut,
    ready,
    editing: computed(() => Boolean(drawing.value && open.value)),
    use: (tool: Tool) => drawing.value?.use(tool),
    undo: () => drawing.value?.undo(),
    redo: () => drawing.value?.redo(),
    remove: () => drawing.value?.removeSelected(),
  }
}
