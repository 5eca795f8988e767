/** One record as a file, for whoever helps: as it would travel. Its photos stay on the phone. */
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
