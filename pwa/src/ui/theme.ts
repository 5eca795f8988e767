/** Reading the tokens from script, and knowing when they changed. MapLibre and canvases need values, not names. */

export type TokenReader = (name: string) => string

/** A snapshot: read all values at once, after the theme is set. Literal colours pass through. */
export function tokenReader(element: Element = document.documentElement): TokenReader {
  const style = getComputedStyle(element)
  return (name) => (name.startsWith('--') ? style.getPropertyValue(name).trim() : name)
}

/** Calls back after the theme changed, by the person (data-theme) or by the system. Returns the way to stop. */
export function onThemeChange(callback: () => void): () => void {
  const observer = new MutationObserver(callback)
  observer.observe(document.documentElement, {
    attributes: true,
    attributeFilter: ['data-theme', 'data-mode'],
  })
  const systemDark = matchMedia('(prefers-color-scheme: dark)')
  systemDark.addEventListener('change', callback)
  return () => {
    observer.disconnect()
    systemDark.removeEventListener('change', callback)
  }
}
