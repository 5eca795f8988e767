/** How far this phone's clock is from the server's, as last seen. Positive: the phone is slow. */
import { readMeta, writeMeta } from './meta'

const KEY = 'clock'

export async function noteServerTime(
  serverTime: string,
  sentAt: number,
  now = Date.now(),
): Promise<void> {
  const offset_ms = Math.round(Date.parse(serverTime) - (sentAt + now) / 2)
  if (Number.isFinite(offset_ms))
    await writeMeta(KEY, { offset_ms, at: new Date(now).toISOString() })
}

export interface KnownClock {
  /** Server minus phone. */
  offset_ms: number
  /** When it was seen, by this phone's clock. */
  at: string
}

export async function knownClock(): Promise<KnownClock | null> {
  return (await readMeta<KnownClock>(KEY)) ?? null
}

/** ISO 8601 with this phone's zone offset, as captured_at travels. */
export function localInstant(date = new Date()): string {
  const minutes = -date.getTimezoneOffset()
  const shifted = new Date(date.getTime() + minutes * 60_000).toISOString().slice(0, -1)
  const two = (value: number) => String(Math.trunc(Math.abs(value))).padStart(2, '0')
  return `${shifted}${minutes < 0 ? '-' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`
}
