/** A week without a network, recorded at once: for measuring only, in a client built with `--mode bench`. */
import { v7 as uuidv7 } from 'uuid'
import { localInstant } from '@/local/clock'
import { db } from '@/local/db'
import { addPhoto, countUnsentPhotos } from '@/local/photos'
import { save } from '@/local/records'
import { sha256 } from '@/device/camera'
import { useSession } from '@/rooms/accounts/store'

const TYPES = ['unleashed', 'faeces', 'no_tag', 'nuisance']

interface Filled {
  /** Milliseconds that each record took to save. */
  times: number[]
  records: string[]
  /** SHA-256 of each photo. */
  photos: Record<string, string>
}

function incident(place: string, n: number, at: string): Record<string, unknown> {
  return {
    type: TYPES[n % TYPES.length],
    action: 'persuaded',
    place: `${place}${n}`,
    position: {
      lon: 120.75 + (n % 100) / 2000,
      lat: 30.74 + (n % 89) / 2000,
      accuracy_m: 8,
      fixed_at: at,
      provider: 'gps',
    },
  }
}

async function photo(person: string, record: string, size: number): Promise<[string, string]> {
  const bytes = crypto.getRandomValues(new Uint8Array(Math.min(size, 65_536)))
  const whole = new Uint8Array(size)
  for (let at = 0; at < size; at += bytes.length) whole.set(bytes.subarray(0, size - at), at)
  whole.set([0xff, 0xd8, 0xff, 0xe0])
  const capturedAt = localInstant()
  const id = uuidv7()
  const hash = await sha256(whole.buffer)
  const about = { filename: 'week.jpg', mime: 'image/jpeg', capturedAt, thumb: null }
  const body = { ...about, sha256: hash, width: null, height: null }
  await addPhoto({ id, record, person, bytes: whole.buffer, body })
  return [id, hash]
}

/** Every so-manieth record has a photo, so that those are spread over the week. */
async function fill(
  place: string,
  records: number,
  photos: number,
  photoSize: number,
): Promise<Filled> {
  const person = useSession().person?.id ?? ''
  const filled: Filled = { times: [], records: [], photos: {} }
  const every = photos ? Math.floor(records / photos) : Infinity
  for (let n = 0; n < records; n += 1) {
    const id = uuidv7()
    const capturedAt = localInstant(new Date(Date.now() - (records - n) * 60_000))
    if (n % every === 0 && n / every < photos) {
      const [photoId, hash] = await photo(person, id, photoSize)
      filled.photos[photoId] = hash
    }
    const began = performance.now()
    await save(
      { id, person, kind: 'incident', parent: null, capturedAt },
      incident(place, n, capturedAt),
    )
    filled.times.push(performance.now() - began)
    filled.records.push(id)
  }
  return filled
}

/** How much the phone still has to send, by its own database. */
async function waiting(): Promise<{ changes: number; photos: number }> {
  const photos = await countUnsentPhotos(useSession().person?.id ?? '')
  return { changes: await db.outbox.count(), photos }
}

Object.assign(window, { week: { fill, waiting } })
