/** The track of a round: only when the person starts it, only while the page is open. The web knows no more than that. */
import { v7 as uuidv7 } from 'uuid'
import { onScopeDispose, ref, watch } from 'vue'
import { usePosition } from '@/device/position'
import { localInstant } from '@/local/clock'
import { draftsOf, save, saveDraft, type Target } from '@/local/records'
import { worthPoint } from './rules'
import type { TrackPoint } from './types'

const PIECE = 500

const key = (patrol: string) => `qx.track.${patrol}`

export function useTrack(person: string, patrol: string) {
  const { fix } = usePosition()
  const on = ref(localStorage.getItem(key(patrol)) === 'on')
  const points = ref<TrackPoint[]>([])
  let target: Target | null = null

  function begin(): Target {
    target ??= { id: uuidv7(), person, kind: 'track', parent: patrol, capturedAt: localInstant() }
    return target
  }

  const data = () => ({ patrol_id: patrol, points: points.value })

  /** What was walked so far becomes a record; the next point begins a new piece. */
  async function close(): Promise<void> {
    const piece = target
    const walked = data()
    target = null
    points.value = []
    if (piece && walked.points.length > 1) await save(piece, walked)
  }

  async function add(point: TrackPoint): Promise<void> {
    points.value = [...points.value, point]
    const piece = begin()
    if (points.value.length >= PIECE) await close()
    else await saveDraft(piece, data())
  }

  watch(fix, (found) => {
    if (!on.value || !found) return
    const point = {
      lon: found.lon,
      lat: found.lat,
      accuracy_m: found.accuracy_m,
      at: found.fixed_at,
    }
    if (worthPoint(points.value.at(-1), point)) void add(point)
  })
  watch(on, (wanted) => {
    if (wanted) localStorage.setItem(key(patrol), 'on')
    else localStorage.removeItem(key(patrol))
    if (!wanted) void close()
  })
  onScopeDispose(() => void close())
  void saveLeftovers(person, patrol)

  return { on, points, close }
}

/** Pieces that a closed page left behind as drafts are saved as they are. */
export async function saveLeftovers(person: string, patrol: string): Promise<void> {
  for (const row of await draftsOf(person, 'track')) {
    if (row.parent !== patrol) continue
    const { id, kind, parent, body } = row
    await save({ id, person, kind, parent, capturedAt: body.capturedAt }, body.draft ?? {})
  }
}
