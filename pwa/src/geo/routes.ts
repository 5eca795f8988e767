/** The order in which some places are walked: the same as geo/routes.py finds. */
import { distanceM, type LonLat } from './positions'

const LEAST_GAIN_M = 1e-6
type Metres = readonly (readonly number[])[]

/**
 * Indexes of `places` in the order of a short walk from `start` that ends at any of them: nearest neighbour, then 2-opt.
 * Of places equally near the first comes first.
 */
export function walkingOrder(start: LonLat, places: readonly LonLat[]): number[] {
  const all = [start, ...places]
  const metres = all.map((a) => all.map((b) => distanceM(a, b)))
  return improved(nearestFirst(metres), metres)
    .slice(1)
    .map((at) => at - 1)
}

function nearestFirst(metres: Metres): number[] {
  const order = [0]
  const left = new Set(metres.keys())
  left.delete(0)
  while (left.size) {
    const from = metres[order.at(-1)!]!
    let best = -1
    for (const at of left) if (best < 0 || from[at]! < from[best]!) best = at
    order.push(best)
    left.delete(best)
  }
  return order
}

/** Stretches are turned round as long as that makes the walk shorter. */
function improved(order: number[], metres: Metres): number[] {
  for (let better = true; better;) {
    better = false
    for (let begin = 1; begin < order.length - 1; begin += 1) {
      const { end, gain } = bestTurn(order, begin, metres)
      if (gain <= LEAST_GAIN_M) continue
      order = [
        ...order.slice(0, begin),
        ...order.slice(begin, end + 1).reverse(),
        ...order.slice(end + 1),
      ]
      better = true
    }
  }
  return order
}

/** Where the stretch from `begin` must end so that turning it round gains most. */
function bestTurn(order: readonly number[], begin: number, metres: Metres) {
  const far = (a: number, b: number) => metres[order[a]!]![order[b]!]!
  let best = { end: begin + 1, gain: -Infinity }
  for (let end = begin + 1; end < order.length; end += 1) {
    const after = end + 1 < order.length ? far(end, end + 1) - far(begin, end + 1) : 0
    const gain = far(begin - 1, begin) - far(begin - 1, end) + after
    if (gain > best.gain) best = { end, gain }
  }
  return best
}
