/** Two records on their way into one: the pair that is looked at, or the one that seeks its other in the list. */
import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import { http } from '@/http'
import { nearBetween, type Unfit, unfitToMerge } from './rules'
import type { Item, Near, Whole } from './types'

export interface Pair {
  one: Item
  /** One of these is the other. */
  near: Near[]
}

export const useMerging = defineStore('review-merging', () => {
  const pair = shallowRef<Pair | null>(null)
  const seeking = shallowRef<Item | null>(null)
  const unfit = ref<Unfit | null>(null)

  function stop(): void {
    pair.value = seeking.value = unfit.value = null
  }

  /** What the server thinks alike. */
  function look(whole: Whole): void {
    stop()
    pair.value = { one: whole, near: whole.near }
  }

  /** Two that a person thinks alike; what the server knows of such a pair is better than what can be measured here. */
  async function compare(one: Item, other: Item): Promise<void> {
    const path = `/reviews/${encodeURIComponent(one.record_id)}`
    const whole = await http.get<Whole>(path).catch(() => null)
    const known = whole?.near.find(({ item }) => item.record_id === other.record_id)
    stop()
    pair.value = { one: whole ?? one, near: [known ?? nearBetween(one, other)] }
  }

  function seek(one: Item): void {
    stop()
    seeking.value = one
  }

  /** A row of the list was pressed while the other one is sought. */
  function take(other: Item): void {
    const one = seeking.value
    if (!one) return
    unfit.value = unfitToMerge(one, other)
    if (!unfit.value) void compare(one, other)
  }

  return { pair, seeking, unfit, look, compare, seek, take, stop }
})
