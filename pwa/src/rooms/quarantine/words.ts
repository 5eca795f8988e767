/** Kinds, sources and reasons in words. */
import { t, te } from '@/i18n'
import { fieldLabel } from '@/rooms/changes/fields'
import { fullTime } from '@/ui/days'
import type { Quarantined } from './types'

function named(group: string, value: string): string {
  const key = `quarantine.${group}.${value}`
  return te(key) ? t(key) : value
}

export const kindWord = (kind: string | null) =>
  kind ? named('kind', kind) : t('quarantine.noKind')
export const sourceWord = (source: string) => named('source', source)
export const noteWord = (note: string) => named('note', note)
export const resolutionWord = (resolution: string) => named('resolution', resolution)

/** What a record is about, as far as its data say: `犬只伤人`, `牵绳`, `早巡`. */
export function aboutWord(data: Record<string, unknown>): string {
  const code = [data.type, data.topic].find((one) => typeof one === 'string') as string | undefined
  if (!code) return ''
  const key = ['ui.kind', 'changes.topic', 'patrols.kinds'].find((one) => te(`${one}.${code}`))
  return key ? t(`${key}.${code}`) : code
}

/** The server's words, and which fields they are about. */
export function reasonWords({ message, fields }: Quarantined): string {
  const named = Object.keys(fields).map((field) => fieldLabel(field.split('.')[0] as string))
  return [message, [...new Set(named)].join(t('maps.comma'))].filter(Boolean).join(' ')
}

/** What a phone called a time: in the city's time, or as it is when it is none. */
export function timeWord(text: string): string {
  return Number.isNaN(Date.parse(text)) ? text : fullTime(text)
}
