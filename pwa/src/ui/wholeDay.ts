/** A day of this millennium. Typed digit by digit, 2026 passes through the years 2, 20 and 202. Pure. */
const WHOLE = /^2\d{3}-\d{2}-\d{2}$/

export const isWholeDay = (text: string | null | undefined): text is string =>
  WHOLE.test(text ?? '') && isInCalendar(text!)

/** JavaScript reads 30 February as a day of March. */
const isInCalendar = (text: string) => {
  const read = Date.parse(text)
  return !Number.isNaN(read) && new Date(read).toISOString().startsWith(text)
}
