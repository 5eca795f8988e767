import { v7 as uuidv7 } from 'uuid'
import { computed, onScopeDispose, type Ref, ref, watch } from 'vue'
import { sha256, smallCopy } from '@/device/camera'
import { photoAddress } from '@/http'
import { localInstant } from '@/local/clock'
import { feedRows } from '@/local/feed'
import { useLive } from '@/local/live'
import { addPhoto, photoBytes, photosOf } from '@/local/photos'
import type { PhotoRow } from '@/local/rows'
import type { PhotoView, Shot } from './types'

export { removePhoto, sendPhotoAgain } from '@/local/photos'

const EXTENSION: Record<string, string> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'image/heic': 'heic',
  'image/heif': 'heic',
}

function nameFor(mime: string, capturedAt: string): string {
  return `${capturedAt.slice(0, 19).replace(/[-:]/g, '').replace('T', '-')}.${EXTENSION[mime] ?? 'jpg'}`
}

/** A picked file keeps its own name and bytes, but its time and place are those of the picking. */
export function shotOfFile(file: File, fix: Shot['fix']): Shot {
  return { file, filename: file.name, capturedAt: localInstant(), fix }
}

export function shotOfFrame(file: Blob, capturedAt: string, fix: Shot['fix']): Shot {
  return { file, filename: nameFor(file.type, capturedAt), capturedAt, fix }
}

/** Keeps the original's bytes as they are, with their fingerprint. */
export async function keepShot(person: string, record: string, shot: Shot): Promise<string> {
  const id = uuidv7()
  const bytes = await shot.file.arrayBuffer()
  const [fingerprint, small] = await Promise.all([sha256(bytes), smallCopy(shot.file)])
  const mime = shot.file.type || 'image/jpeg'
  const body = {
    filename: shot.filename,
    mime,
    sha256: fingerprint,
    capturedAt: shot.capturedAt,
    ...small,
  }
  await addPhoto({ id, record, person, bytes, body })
  return id
}

interface Elsewhere {
  id: string
  capturedAt: string
  url: string | null
}

async function elsewhere(
  person: string,
  record: string,
  here: readonly PhotoRow[],
): Promise<Elsewhere[]> {
  const known = new Set(here.map((row) => row.id))
  const rows = await feedRows(person, 'photo')
  return rows
    .filter(
      (row) => row.body.record_id === record && row.body.state === 'complete' && !known.has(row.id),
    )
    .map((row) => ({ id: row.id, capturedAt: String(row.body.captured_at ?? ''), url: null }))
}

/** The photos of a record: those on this phone, and those the server has from another one. */
export function usePhotos(
  person: string,
  record: Ref<string>,
): { photos: Ref<PhotoView[]>; here: Ref<number> } {
  const rows = useLive(() => photosOf(record.value), [] as PhotoRow[], record)
  const others = ref<Elsewhere[]>([])
  const urls = new Map<string, string>()

  async function seen(one: Elsewhere): Promise<Elsewhere> {
    const url = urls.get(one.id) ?? (await photoAddress(one.id, '320').catch(() => null))
    if (url) urls.set(one.id, url)
    return { ...one, url }
  }

  async function lookElsewhere(now: readonly PhotoRow[]): Promise<void> {
    others.value = await elsewhere(person, record.value, now)
    others.value = await Promise.all(others.value.map(seen))
  }

  watch(rows, lookElsewhere, { immediate: true })
  const again = () => void lookElsewhere(rows.value)
  addEventListener('online', again)
  onScopeDispose(() => removeEventListener('online', again))

  function urlOf(row: PhotoRow): string | null {
    if (!row.body.thumb) return null
    if (!urls.has(row.id))
      urls.set(row.id, URL.createObjectURL(new Blob([row.body.thumb], { type: 'image/jpeg' })))
    return urls.get(row.id) ?? null
  }
  onScopeDispose(() => urls.forEach((url) => URL.revokeObjectURL(url)))

  const photos = computed<PhotoView[]>(() => [
    ...rows.value.map((row) => ({
      id: row.id,
      url: urlOf(row),
      state: row.state,
      reason: row.body.refusal?.message ?? '',
      capturedAt: row.body.capturedAt,
    })),
    ...others.value.map(({ id, capturedAt, url }) => ({
      id,
      url,
      state: 'sent' as const,
      reason: '',
      capturedAt,
      elsewhere: true,
    })),
  ])
  return { photos, here: computed(() => rows.value.length) }
}

/** The original itself for the viewer; the caller revokes the address. */
export async function originalUrl(photo: PhotoView): Promise<string> {
  const bytes = await photoBytes(photo.id)
  return bytes ? URL.createObjectURL(new Blob([bytes])) : photoAddress(photo.id, '1280')
}
