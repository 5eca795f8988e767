/** What happened to a record, in words: who changed what, and what stands beside it since two sides differed. Pure. */
import type { RecordDetail } from './types'
import { dogWords, topicWord } from './words'

type Translate = (key: string, values?: Record<string, unknown>) => string

export interface Step {
  at: string
  text: string
}

const FIELDS = [
  ...['type', 'topic', 'action', 'position', 'place', 'dog', 'keeper', 'note', 'people_at_least'],
  ...['response', 'count', 'method', 'traits', 'condition', 'destination'],
  ...['patrol_id', 'organisation_id'],
]
const WORDS: Record<string, string> = {
  type: 'ui.kind',
  action: 'ui.action',
  method: 'maps.method',
  response: 'maps.response',
}

function fieldWord(field: string, t: Translate): string {
  return FIELDS.includes(field) ? t(`maps.field.${field}`) : field
}

export function fieldWords(fields: readonly string[], t: Translate): string {
  return fields.map((field) => fieldWord(field, t)).join(t('maps.comma'))
}

export function valueWord(field: string, value: unknown, t: Translate): string {
  if (value === undefined || value === null || value === '') return t('maps.history.empty')
  if (field === 'topic') return topicWord(String(value), t)
  if (WORDS[field]) return t(`${WORDS[field]}.${String(value)}`)
  if (typeof value !== 'object') return String(value)
  if (field === 'dog' || field === 'traits')
    return dogWords({ dog: value }, t) || t('maps.history.empty')
  if (field === 'position') {
    const { lon, lat, accuracy_m } = value as { lon: number; lat: number; accuracy_m: number }
    return `${lat.toFixed(5)}, ${lon.toFixed(5)} ±${Math.round(accuracy_m)} m`
  }
  return JSON.stringify(value)
}

function changeWords(record: RecordDetail, at: number, t: Translate): string {
  const { deleted, reason, fields, revision, author } = record.history[at]!
  if (!author) return t(`maps.history.${fields.includes('merged') ? 'recounted' : 'rezoned'}`)
  if (at === 0 && !record.history_more) return t('maps.history.arrived')
  const said = { who: author.name, n: revision, reason, fields: fieldWords(fields, t) }
  if (deleted) return t('maps.history.withdrawn', said)
  return t(record.history[at - 1]?.deleted ? 'maps.history.restored' : 'maps.history.changed', said)
}

export function steps(record: RecordDetail, t: Translate): Step[] {
  const { meta, history, history_more: older } = record
  const changes = history.map((change, at) => ({
    at: change.received_at,
    text: changeWords(record, at, t),
  }))
  return [
    { at: meta.corrected_at, text: t('maps.history.recorded', { who: meta.author.name }) },
    ...(older ? [{ at: meta.received_at, text: t('maps.history.older') }] : []),
    ...(changes.length ? changes : [{ at: meta.received_at, text: t('maps.history.arrived') }]),
  ]
}

type Sides = Record<string, { theirs?: unknown; yours?: unknown }>

/** Each side of each conflict with its value: what did not become the record's state is not lost. */
export function otherSides(record: RecordDetail, t: Translate): Step[] {
  return record.kept.flatMap(({ received_at: at, author, fields }) => {
    if ('deleted' in fields) {
      const { reason } = fields.deleted as { reason?: string }
      return [{ at, text: t('maps.history.wished', { who: author.name, reason }) }]
    }
    return Object.entries(fields as Sides).map(([field, { theirs, yours }]) => {
      const values = { yours: valueWord(field, yours, t), theirs: valueWord(field, theirs, t) }
      const words = { who: author.name, field: fieldWord(field, t), ...values }
      return { at, text: t('maps.history.otherwise', words) }
    })
  })
}

/** Two sides said different things of it, or somebody withdrew what somebody else had changed. */
export function disputed({ kept, history }: RecordDetail): boolean {
  return kept.length > 0 || history.some((one, at) => !one.deleted && history[at - 1]?.deleted)
}
