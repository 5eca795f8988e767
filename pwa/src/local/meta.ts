import { db } from './db'

/** The name of this phone. */
export const DEVICE = 'qx.device'

/** Where the feed has been read up to, for a person. */
export const cursorKey = (person: string) => `cursor.${person}`

/** Small facts of this phone: device id, cursor, clock offset, catalogue. */
export async function readMeta<T>(key: string): Promise<T | undefined> {
  return (await db.meta.get(key))?.body as T | undefined
}

export async function writeMeta(key: string, body: unknown): Promise<void> {
  await db.meta.put({ key, body })
}

export async function dropMeta(key: string): Promise<void> {
  await db.meta.delete(key)
}
