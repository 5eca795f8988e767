/** Unsent work as a file, for whoever helps: the records as they would travel. Photos stay on the phone. */
import { waiting } from '@/local/outbox'
import type { RecordRow } from '@/local/rows'

function download(name: string, content: unknown): void {
  const url = URL.createObjectURL(
    new Blob([JSON.stringify(content, null, 2)], { type: 'application/json' }),
  )
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}

const stamp = () => new Date().toISOString().slice(0, 16).replace(/[:T]/g, '-')

export function exportRecord(row: RecordRow): void {
  const { id, kind, state, revision, body } = row
  const { capturedAt, data, draft } = body
  download(`quanxun-${kind}-${id}.json`, {
    id,
    kind,
    state,
    base: revision,
    captured_at: capturedAt,
    data: data ?? draft,
  })
}

export async function exportUnsent(person: string): Promise<void> {
  const rows = await waiting(person)
  const items = rows.map(({ change_id, record, kind, op, base, after, state, body }) => ({
    change_id,
    id: record,
    kind,
    op,
    base,
    after,
    state,
    captured_at: body.capturedAt,
    data: body.data,
    error: body.refusal,
  }))
  download(`quanxun-${stamp()}.json`, { person, items })
}
