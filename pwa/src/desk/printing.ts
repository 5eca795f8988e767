/** Paper is light: the theme of the screen steps aside while the browser prints, for charts too. */
export function lightOnPaper(): () => void {
  const root = document.documentElement
  let shown: string | undefined
  const before = () => {
    shown = root.dataset.theme
    root.dataset.theme = 'light'
  }
  const after = () => {
    if (shown === undefined) delete root.dataset.theme
    else root.dataset.theme = shown
  }
  addEventListener('beforeprint', before)
  addEventListener('afterprint', after)
  return () => {
    removeEventListener('beforeprint', before)
    removeEventListener('afterprint', after)
  }
}
