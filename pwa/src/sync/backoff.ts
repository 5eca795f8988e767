const FIRST_MS = 5_000
const LONGEST_MS = 5 * 60_000

/** Wait before try number `attempt` (from 0): 5 s doubling to 5 min, with up to a quarter of jitter either way. */
export function backoff(attempt: number, random = Math.random): number {
  const base = Math.min(FIRST_MS * 2 ** Math.min(attempt, 16), LONGEST_MS)
  return Math.round(base * (0.75 + random() / 2))
}
