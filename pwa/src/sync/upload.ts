/** One photo by tus 1.0: created together with its first piece, resumed where the server stands. */
import { Problem, sendBytes } from '@/http'
import type { PhotoRow } from '@/local/rows'

const VERSION = { 'Tus-Resumable': '1.0.0' }
const PROOF = 'Tus-Resumable'
const BYTES = { ...VERSION, 'Content-Type': 'application/offset+octet-stream' }
/** Small enough for a weak line to finish one, large enough for a good one to take a photo in a few. */
export const SMALLEST = 32 * 1024
export const LARGEST = 1024 * 1024
const QUICK_MS = 3_000
const SLOW_MS = 15_000

/** How the line is, as far as the last pieces told. */
export const line = { piece: 4 * SMALLEST }

/** The next piece is larger after a quick one and smaller after a slow one, also for the photos that follow. */
export function pieceAfter(size: number, took: number): number {
  if (took < QUICK_MS) return Math.min(size * 2, LARGEST)
  return took > SLOW_MS ? Math.max(size / 2, SMALLEST) : size
}

async function timed<T>(work: () => Promise<T>): Promise<T> {
  const began = performance.now()
  const done = await work()
  line.piece = pieceAfter(line.piece, performance.now() - began)
  return done
}

function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)))
}

function metadata(row: PhotoRow): string {
  const { filename, sha256, capturedAt } = row.body
  const pairs = {
    photo_id: row.id,
    record_id: row.record,
    filename,
    sha256,
    captured_at: capturedAt,
  }
  return Object.entries(pairs)
    .map(([name, value]) => `${name} ${base64(value)}`)
    .join(',')
}

function offsetOf(response: Response): number {
  return Number(response.headers.get('Upload-Offset') ?? 0)
}

/** Where photos go, and what opens that door besides the session. */
export interface Door {
  path: string
  own: Record<string, string>
}

const SIGNED_IN: Door = { path: '/uploads', own: {} }

async function create(row: PhotoRow, file: Blob, door: Door): Promise<number> {
  const own = {
    ...BYTES,
    ...door.own,
    'Upload-Length': String(file.size),
    'Upload-Metadata': metadata(row),
  }
  return timed(async () =>
    offsetOf(await sendBytes('POST', door.path, own, PROOF, file.slice(0, line.piece))),
  )
}

/** How far the server is with an upload that was begun before; null when it knows none. */
async function standing(row: PhotoRow, { path, own }: Door): Promise<number | null> {
  try {
    return offsetOf(await sendBytes('HEAD', `${path}/${row.id}`, { ...VERSION, ...own }, PROOF))
  } catch (error) {
    if (error instanceof Problem && [404, 410].includes(error.status)) return null
    throw error
  }
}

async function append(row: PhotoRow, file: Blob, from: number, door: Door): Promise<number> {
  const own = { ...BYTES, ...door.own, 'Upload-Offset': String(from) }
  const bytes = file.slice(from, from + line.piece)
  return timed(async () =>
    offsetOf(await sendBytes('PATCH', `${door.path}/${row.id}`, own, PROOF, bytes)),
  )
}

/** The server stands elsewhere: a piece arrived and its answer did not, and the browser sent it twice. */
const isElsewhere = (error: unknown) => error instanceof Problem && error.code === 'offset_mismatch'

/** How far the server is after one more piece. */
async function onwards(row: PhotoRow, file: Blob, from: number, door: Door): Promise<number> {
  try {
    return await append(row, file, from, door)
  } catch (error) {
    if (!isElsewhere(error)) throw error
    return (await standing(row, door)) ?? from
  }
}

/** Resolves when the server holds every byte. */
export async function upload(
  row: PhotoRow,
  bytes: ArrayBuffer,
  progress: (sent: number) => void,
  door = SIGNED_IN,
): Promise<void> {
  const file = new Blob([bytes])
  let sent = row.body.begun ? await standing(row, door) : null
  sent ??= await create(row, file, door)
  progress(sent)
  while (sent < file.size) {
    const now: number = await onwards(row, file, sent, door)
    if (now <= sent) throw new Problem(500, 'no_progress', '')
    sent = now
    progress(sent)
  }
}
