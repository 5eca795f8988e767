/** Wheel, pinch, drag and double tap on one picture. */
import { computed, ref, type Ref } from 'vue'
import { bounded, FITTED, inPane, type Lie, shifted, zoomed } from './zoom'

const SWIPE_PX = 60

interface Point {
  x: number
  y: number
}

/** A stage may be parted into equal panes that all lie alike. */
export interface Parts {
  columns: number
  rows: number
}
const WHOLE: Parts = { columns: 1, rows: 1 }

export function useZoom(
  stage: Ref<HTMLElement | undefined>,
  swipe: (step: 1 | -1) => void = () => {},
  parts: () => Parts = () => WHOLE,
) {
  const lie = ref<Lie>(FITTED)
  const fingers = new Map<number, Point>()
  let from: Point | null = null

  const room = () => ({
    width: (stage.value?.clientWidth ?? 1) / parts().columns,
    height: (stage.value?.clientHeight ?? 1) / parts().rows,
  })
  /** Of the pane that the point lies in. */
  const fromMiddle = (point: Point): Point => {
    const box = stage.value!.getBoundingClientRect()
    const { width, height } = room()
    return { x: inPane(point.x - box.left, width), y: inPane(point.y - box.top, height) }
  }
  const middle = ([a, b]: Point[]): Point => ({ x: (a!.x + b!.x) / 2, y: (a!.y + b!.y) / 2 })
  const apart = ([a, b]: Point[]): number => Math.hypot(a!.x - b!.x, a!.y - b!.y)

  function zoom(factor: number, about: Point = { x: 0, y: 0 }): void {
    lie.value = zoomed(lie.value, factor, about, room())
  }

  function onWheel(event: WheelEvent): void {
    zoom(Math.exp(-event.deltaY / 400), fromMiddle({ x: event.clientX, y: event.clientY }))
  }

  function onDouble(event: MouseEvent): void {
    if (lie.value.scale > 1) lie.value = FITTED
    else zoom(3, fromMiddle({ x: event.clientX, y: event.clientY }))
  }

  function onDown(event: PointerEvent): void {
    ;(event.currentTarget as Element).setPointerCapture(event.pointerId)
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY })
    from = fingers.size === 1 ? { x: event.clientX, y: event.clientY } : null
  }

  function onMove(event: PointerEvent): void {
    const last = fingers.get(event.pointerId)
    if (!last) return
    const before = [...fingers.values()]
    const now = { x: event.clientX, y: event.clientY }
    fingers.set(event.pointerId, now)
    if (fingers.size === 2) {
      const after = [...fingers.values()]
      zoom(apart(after) / Math.max(1, apart(before)), fromMiddle(middle(after)))
    } else if (lie.value.scale > 1) {
      lie.value = shifted(lie.value, { x: now.x - last.x, y: now.y - last.y }, room())
    }
  }

  function onUp(event: PointerEvent): void {
    fingers.delete(event.pointerId)
    const by = from ? event.clientX - from.x : 0
    if (lie.value.scale === 1 && Math.abs(by) > SWIPE_PX) swipe(by < 0 ? 1 : -1)
    from = null
  }

  const style = computed(() => ({
    transform: `translate(${lie.value.x}px, ${lie.value.y}px) scale(${lie.value.scale})`,
  }))
  const reset = () => (lie.value = bounded(FITTED, room()))

  return { lie, style, zoom, reset, onWheel, onDouble, onDown, onMove, onUp }
}
