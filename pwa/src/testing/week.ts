/** A week without a network, recorded at once: for measuring only, in a client built with `--mode bench`. */
import { v7 as uuidv7 } from 'uuid'
import { localInstant } from '@/local/clock'
import { addPhoto } from '@/local/photos'
import { save } from '@/local/records'
import { sha256 } from '@/device/camera'
import { useSession } from '@/rooms/accounts/store'

const TYPES = ['unleashed', 'faeces', 'no_tag', 'nuisance']

function incident(n: number, at: string): Record<string, unknown> {
  return {
    type: TYPES[n % TYPES.length],
    action: 'persuaded',
    place: `一周${n}`,
    position: {
      lon: 120.75 + (n % 100) / 2000,
      lat: 30.74 + (n % 89) / 2000,
      accuracy_m: 8,
      fixed_at: at,
      provider: 'gps',
    },
  }
}

async function photo(person: string, record: string, size: number): Promise<void> {
  const bytes = crypto.getRandomValues(new Uint8Array(Math.min(size, 65_536)))
  const whole = new Uint8Array(size)
  for (let at = 0; at < size; at += bytes.length) whole.set(bytes.subarray(0, size - at), at)
  whole.set([0xff, 0xd8, 0xff, 0xe0])
  const capturedAt = localInstant()
  const about = { filename: 'week.jpg', mime: 'image/jpeg', capturedAt, thumb: null }
  const body = { ...about, sha256: await sha256(whole.buffer), width: null, height: null }
  await addPhoto({ id: uuidv7(), record, person, bytes: whole.buffer, body })
}

/** Returns the milliseconds that saving took. */
async function fill(records: number, photos: number, photoSize: number): Promise<number> {
  const person = useSession().person?.id ?? ''
  const began = performance.now()
  for (let n = 0; n < records; n += 1) {
    const id = uuidv7()
    const capturedAt = localInstant(new Date(Date.now() - (records - n) * 60_000))
    if (n < photos) await photo(person, id, photoSize)
    await save({ id, person, kind: 'incident', parent: null, capturedAt }, incident(n, capturedAt))
  }
  return performance.now() - began
}

Object.assign(window, { week: { fill } })
