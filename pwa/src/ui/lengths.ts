/** Lengths of time in words, for the desk. Pure: the translator comes from outside. */
type Translate = (key: string, values?: Record<string, unknown>) => string

/** "6 分钟", "3 小时 33 分", "2 天 4 小时" */
export function lengthWords(minutes: number, t: Translate): string {
  const whole = Math.abs(Math.round(minutes))
  if (whole === 0) return t('desk.length.less')
  if (whole < 120) return t('desk.length.minutes', { n: whole })
  const hours = Math.floor(whole / 60)
  if (hours < 48) return both('hours', hours, whole % 60, t)
  return both('days', Math.floor(hours / 24), hours % 24, t)
}

const both = (unit: 'hours' | 'days', n: number, rest: number, t: Translate) =>
  t(`desk.length.${rest ? `${unit}And` : unit}`, { n, rest })
