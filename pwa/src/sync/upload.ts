/** One photo by tus. Loaded when there is a photo to send. */
import { DetailedError, Upload } from 'tus-js-client'
import { getCsrfToken, NetworkError, NotOurServer, Problem } from '@/http'
import type { PhotoRow } from '@/local/rows'

export const ENDPOINT = '/api/v1/uploads'

function problemOf(error: Error | DetailedError): Error {
  const response = 'originalResponse' in error ? error.originalResponse : null
  if (!response) return new NetworkError(error.message)
  const type = response.getHeader('Content-Type') ?? ''
  if (response.getStatus() < 300) return new NotOurServer(error.message)
  if (!/[/+]json\b/.test(type) && response.getStatus() < 500) return unnamed(response.getStatus())
  return named(response.getStatus(), response.getBody(), response.getHeader('Retry-After'))
}

/** tus answers some refusals without a body; a page of a portal is no refusal. */
function unnamed(status: number): Error {
  return [404, 409, 410, 412, 413, 415, 423, 460].includes(status)
    ? new Problem(status, `tus_${status}`, '')
    : new NotOurServer(String(status))
}

function named(status: number, body: string, retryAfter: string | undefined): Problem {
  try {
    const said = JSON.parse(body) as { code?: string; detail?: string; title?: string }
    return new Problem(
      status,
      said.code ?? 'unknown',
      said.detail ?? said.title ?? '',
      {},
      Number(retryAfter) || null,
    )
  } catch {
    return new Problem(status, 'unknown', '')
  }
}

/** Resolves when the server holds every byte, with the address of the upload. */
export function upload(
  row: PhotoRow,
  bytes: ArrayBuffer,
  progress: (sent: number) => void,
): Promise<string> {
  const { filename, sha256, capturedAt, mime, uploadUrl } = row.body
  return new Promise((resolve, reject) => {
    const running = new Upload(new Blob([bytes], { type: mime }), {
      endpoint: ENDPOINT,
      uploadUrl,
      uploadDataDuringCreation: true,
      storeFingerprintForResuming: false,
      retryDelays: null,
      headers: { 'X-CSRF-Token': getCsrfToken() ?? '' },
      metadata: {
        photo_id: row.id,
        record_id: row.record,
        filename,
        sha256,
        captured_at: capturedAt,
      },
      onProgress: (sent) => progress(sent),
      onSuccess: () => resolve(running.url ?? `${ENDPOINT}/${row.id}`),
      onError: (error) => reject(problemOf(error)),
    })
    running.start()
  })
}
