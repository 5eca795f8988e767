/** How much room there is, and whether the browser promised to keep it. */
export interface Room {
  usage: number
  quota: number
  persisted: boolean
}

export async function readRoom(): Promise<Room | null> {
  if (!navigator.storage?.estimate) return null
  const { usage = 0, quota = 0 } = await navigator.storage.estimate()
  const persisted = (await navigator.storage.persisted?.()) ?? false
  return { usage, quota, persisted }
}

export async function askToPersist(): Promise<boolean> {
  return (await navigator.storage?.persist?.()) ?? false
}

const FULL_AT = 0.8

/** Time to say so, while there is still room to finish and send. */
export function nearlyFull(room: Room): boolean {
  return room.quota > 0 && room.usage >= FULL_AT * room.quota
}

/** A record with one photo takes about this much. */
const PER_RECORD = 2.5 * 1024 * 1024

export function recordsLeft(room: Room): number {
  return Math.max(0, Math.floor((room.quota - room.usage) / PER_RECORD))
}
