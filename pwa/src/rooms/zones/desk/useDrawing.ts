/** The open draft under the drawing tools: what is drawn goes to the draft, what the server says comes back. */
import { computed, onBeforeUnmount, type Ref, ref, shallowRef, watch } from 'vue'
import type FieldMap from '@/map/FieldMap.vue'
import { type Boundary, isBoundary } from '@/map/drawing/boundary'
import type { Drawing, DrawnState, Tool } from '@/map/drawing/Drawing'
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

  const edges = computed(() =>
    edgesOf([...desk.zones.features, ...desk.districts.features].map(({ geometry }) => geometry)),
  )
  const open = computed(() => {
    const draft = drafts.current
    if (!draft || !session.may('zone_draft', 'draft')) return null
    return draft.moves.includes('edit') && draft.state === 'draft' ? draft : null
  })

  function keep(boundary: Boundary | null): void {
    own = textOf(boundary)
    drafts.edit({ boundary })
  }

  function sayUncut(): void {
    uncut.value = true
    setTimeout(() => (uncut.value = false), UNCUT_MS)
  }

  async function ready(): Promise<void> {
    const { Drawing } = await import('@/map/drawing/Drawing')
    map.value?.attach((real) => {
      if (gone) return
      const events = {
        changed: keep,
        state: (now: DrawnState) => (state.value = now),
        uncut: sayUncut,
      }
      drawing.value = new Drawing(real, () => edges.value, events)
      follow(true)
    })
  }

  /** Another draft, or another boundary than the one that was drawn here: a repair, somebody else's. */
  function follow(anew: boolean): void {
    const boundary = open.value && isBoundary(open.value.boundary) ? open.value.boundary : null
    const text = textOf(boundary)
    if (!drawing.value || (!anew && text === own)) return
    own = text
    drawing.value.load(boundary)
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
  }
}
