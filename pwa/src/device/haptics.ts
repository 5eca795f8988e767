/** Short answers for the hand: saved, refused. Silent where the phone cannot or the person does not want it. */
const PATTERNS = { saved: 20, refused: [40, 60, 40], wrongPin: [30, 40, 30, 40, 30] } as const

export function buzz(what: keyof typeof PATTERNS): void {
  const pattern = PATTERNS[what]
  navigator.vibrate?.(typeof pattern === 'number' ? pattern : [...pattern])
}
