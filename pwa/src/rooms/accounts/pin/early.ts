/**
 * Digits typed before the pad is there. A lock is a new page, and its pad waits for the program, for the page and for what
 * the phone keeps of the person: fingers that know their PIN are faster.
 */
const MOST = 6
let digits = ''

function hear(event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target instanceof HTMLInputElement)
    return
  if (/^[0-9]$/.test(event.key)) digits = (digits + event.key).slice(0, MOST)
  else if (event.key === 'Backspace') digits = digits.slice(0, -1)
}

/** From the first moment of the program on. */
export const hearEarly = () => window.addEventListener('keydown', hear)

/** What was typed, once: whoever asks hears for themselves from then on. */
export function takeEarly(): string {
  window.removeEventListener('keydown', hear)
  const typed = digits
  digits = ''
  return typed
}
