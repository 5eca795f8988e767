import { onMobileData } from '@/device/network'
import { settings } from '@/device/settings'
import { duePhotos, notePhoto, photoBytes, refusePhoto } from '@/local/photos'
import { Problem } from '@/http'
import type { PhotoRow } from '@/local/rows'
import { next, type Pause } from './failure'
import { noteUpload } from './status'
import { upload } from './upload'

async function sendOne(row: PhotoRow): Promise<Pause | null> {
  const bytes = await photoBytes(row.id)
  if (!bytes) {
    await refusePhoto(row.id, { code: 'bytes_missing', message: '', fields: {} })
    return null
  }
  await notePhoto(row.id, 'sending', { begun: true })
  try {
    await upload(row, bytes, (sent) => noteUpload(row.id, sent, row.size))
    await notePhoto(row.id, 'sent', { sent: row.size, refusal: null })
    return null
  } catch (error) {
    return await failed(row, error)
  } finally {
    noteUpload(row.id, 0, 0)
  }
}

/** The record is on its way or held: the photo simply waits for the next round. */
const NOT_YET = ['offset_mismatch', 'unknown_record', 'not_found', 'waits_for_parent']
const ABOUT_PHONE = ['device_revoked', 'device_mismatch']

/** A photo that the server will not take is parked alone; the next one goes on. */
async function failed(row: PhotoRow, error: unknown): Promise<Pause | null> {
  if (error instanceof Problem && NOT_YET.includes(error.code)) {
    await notePhoto(row.id, 'queued')
    return null
  }
  const own = error instanceof Problem && error.status === 403 && !ABOUT_PHONE.includes(error.code)
  const step = own ? ({ do: 'park' } as const) : next(error)
  if (step.do === 'pause' || step.do === 'refresh') {
    await notePhoto(row.id, 'queued')
    return step.do === 'pause' ? step.pause : { why: 'server', retryAfter: null }
  }
  const said = error instanceof Problem ? error : null
  await refusePhoto(row.id, {
    code: said?.code ?? 'refused',
    message: said?.detail ?? '',
    fields: {},
  })
  return null
}

/** The person wished it so, and the line is known to be mobile data. */
export const waitForWifi = () => settings.photosOnWifi && onMobileData()

/** Words go first, photos follow: one after the other, each with its own state. */
export async function sendPhotos(person: string): Promise<Pause | null> {
  if (waitForWifi()) return null
  let trouble: Pause | null = null
  for await (const row of duePhotos(person)) {
    const pause = await sendOne(row)
    // One photo that the server stumbles over must not keep the others waiting.
    if (pause && pause.why !== 'server') return pause
    trouble ??= pause
  }
  return trouble
}
