/** Times as people read them: absolute first, then how long ago. */
import { currentLanguage, t } from '@/i18n'

export function timeOf(instant: string): string {
  return new Intl.DateTimeFormat('zh-CN', {
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
  }).format(new Date(instant))
}

export function clockOf(instant: string): string {
  return new Intl.DateTimeFormat('zh-CN', { timeStyle: 'medium', hour12: false }).format(
    new Date(instant),
  )
}

export function dayOf(instant: string | Date): string {
  const options: Intl.DateTimeFormatOptions = { month: 'long', day: 'numeric', weekday: 'short' }
  return new Intl.DateTimeFormat(currentLanguage(), options).format(new Date(instant))
}

export function dayTimeOf(instant: string): string {
  const style = { dateStyle: 'medium', timeStyle: 'short' } as const
  return new Intl.DateTimeFormat(currentLanguage(), style).format(new Date(instant))
}

/** A key that is the same for all instants of one local day. */
export function dayKey(instant: string | Date): string {
  const date = new Date(instant)
  return `${date.getFullYear()}-${date.getMonth() + 1}-${date.getDate()}`
}

export function isToday(instant: string): boolean {
  return dayKey(instant) === dayKey(new Date())
}

export function agoOf(instant: string, now = Date.now()): string {
  const minutes = Math.max(0, Math.round((now - Date.parse(instant)) / 60_000))
  if (minutes < 1) return t('changes.now')
  if (minutes < 60) return t('changes.minutesAgo', { n: minutes })
  if (minutes < 48 * 60) return t('changes.hoursAgo', { n: Math.round(minutes / 60) })
  return t('changes.daysAgo', { n: Math.round(minutes / 1440) })
}

/** 00:24 since the start. */
export function sinceOf(start: string, now: number): string {
  const minutes = Math.max(0, Math.floor((now - Date.parse(start)) / 60_000))
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
}
