/** A phone with an empty database and one person. For tests only. */
import { db } from '@/local/db'
import { holdKey } from '@/local/sealing/keys'
import { dataKey } from '@/local/vault/cipher'
import type { Kind } from '@/local/rows'
import type { NewPhoto } from '@/local/photos'
import { save, type Target } from '@/local/records'

export const OFFICER = '0192aaaa-0000-7000-8000-000000000001'
export const COLLEAGUE = '0192aaaa-0000-7000-8000-000000000002'

export async function emptyPhone(): Promise<void> {
  await Promise.all(db.tables.map((table) => table.clear()))
  localStorage.clear()
  unlockedBy(OFFICER)
}

/** Whose data key is open from here on. The same person always has the same. */
export function unlockedBy(person: string): void {
  holdKey(dataKey(person, `key of ${person}`, new TextEncoder().encode(person.slice(-32))))
}

export function target(id: string, kind: Kind = 'incident', parent: string | null = null): Target {
  return { id, person: OFFICER, kind, parent, capturedAt: '2026-11-21T06:30:00.000+08:00' }
}

export const incident = (more: Record<string, unknown> = {}) => ({
  type: 'unleashed',
  action: 'persuaded',
  ...more,
})

export async function saved(id: string, data: Record<string, unknown> = incident()): Promise<void> {
  await save(target(id), data)
}

export const record = (id: string) => db.records.get([OFFICER, id])
export const changesOf = (id: string) =>
  db.outbox.where('[person+record]').equals([OFFICER, id]).sortBy('seq')

export const photo = (id: string, record: string, person = OFFICER): NewPhoto => ({
  id,
  record,
  person,
  bytes: new TextEncoder().encode(`photo ${id}`).buffer,
  body: {
    filename: `${id}.jpg`,
    mime: 'image/jpeg',
    sha256: `sha256 of ${id}`,
    capturedAt: '2026-11-21T06:30:00.000+08:00',
    width: null,
    height: null,
    thumb: null,
  },
})
