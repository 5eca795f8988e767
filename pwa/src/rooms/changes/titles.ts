/** A record in one line: its mark and its words. */
import type { RecordData, RecordRow } from '@/local/rows'
import { t } from '@/i18n'
import { timeOf } from './times'

function joined(...parts: (string | null | undefined | false)[]): string {
  return parts.filter(Boolean).join(' · ')
}

export function contentOf(row: RecordRow): RecordData {
  return row.body.draft ?? row.body.data ?? {}
}

export function markOfRow(row: RecordRow): string {
  if (row.kind === 'capture') return 'stray'
  if (row.kind === 'persuasion') return 'persuasion'
  return String(contentOf(row).type ?? 'other')
}

const TITLES: Partial<Record<RecordRow['kind'], (data: RecordData) => string>> = {
  incident: (data) =>
    joined(
      data.type ? t(`ui.kind.${String(data.type)}`) : t('changes.untyped'),
      data.place as string,
    ),
  persuasion: (data) =>
    joined(
      t('changes.persuaded', { n: data.people_at_least ?? 1 }),
      data.topic ? t(`changes.topic.${String(data.topic)}`) : '',
    ),
  capture: (data) => joined(t('changes.strays', { n: data.count ?? 1 }), data.place as string),
  recheck: (data) =>
    joined(t('reviews.recheck'), data.result ? t(`reviews.result.${String(data.result)}`) : ''),
  patrol: (data) => t(`patrols.type.${String(data.type ?? 'daily')}`),
}

export function titleOf(row: RecordRow): string {
  return TITLES[row.kind]?.(contentOf(row)) ?? row.kind
}

/** What was done about it, and when. */
export function subtitleOf(row: RecordRow): string {
  const data = contentOf(row)
  if (row.kind === 'patrol') {
    const ended = data.ended_at ? timeOf(String(data.ended_at)) : t('patrols.running')
    return `${timeOf(String(data.started_at ?? row.body.capturedAt))}–${ended}`
  }
  const action = row.kind === 'incident' && data.action ? t(`ui.action.${String(data.action)}`) : ''
  return joined(timeOf(row.body.capturedAt), action)
}
