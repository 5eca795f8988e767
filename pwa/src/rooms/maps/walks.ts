/** The ways of patrols of what is shown, asked for while their layer is on. */
import { computed, type Ref, shallowRef, watch } from 'vue'
import { http, type Query } from '@/http'
import { NO_WALKS, type Walks } from '@/map/types'
import type { WalkLabel } from '@/map/walks'

export interface WalkFacts {
  patrol_id: string
  type: string
  team: string | null
  started_at: string
  ended_at: string | null
  label: WalkLabel
  labels: WalkLabel[]
}

interface Answer extends Walks {
  patrols: number
  without: number
  more: boolean
}

/** Days, team, street and the one patrol choose; the rest of a wish is about records. */
const CHOOSES = ['from', 'to', 'team', 'organisation', 'patrol']

export function useWalks(wish: Ref<Query>, stamp: Ref<string>, on: Ref<boolean>) {
  const found = shallowRef<Answer | null>(null)
  const asked = computed(() =>
    Object.fromEntries(Object.entries(wish.value).filter(([name]) => CHOOSES.includes(name))),
  )

  async function ask(): Promise<void> {
    if (!on.value) return
    const question = JSON.stringify(asked.value)
    const answer = await http.get<Answer>('/map/tracks', asked.value).catch(() => null)
    if (answer && question === JSON.stringify(asked.value)) found.value = answer
  }

  watch([() => JSON.stringify(asked.value), stamp, on], ask, { immediate: true })

  return {
    walks: computed<Walks>(() => (on.value && found.value) || NO_WALKS),
    found: computed(() => (on.value ? found.value : null)),
    factsOf: (id: string | null): WalkFacts | null => {
      const one = found.value?.features.find(({ properties }) => properties.patrol_id === id)
      return (one?.properties as unknown as WalkFacts | undefined) ?? null
    },
  }
}
