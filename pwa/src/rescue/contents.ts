/** What of a person goes into a rescue file: signed changes first, then the photos that they name. */
import { signedOf, toHandIn, unsentPhotos } from '@/local/deposits'
import { photoBytes } from '@/local/photos'
import { heldKey } from '@/local/sealing/keys'
import { sealedRows } from './sealedRows'
import type { Entry } from './writing'

async function* open(person: string): AsyncGenerator<Entry> {
  for (const row of await toHandIn(person)) {
    const change = signedOf(row)
    if (change) yield { said: { change: { ...change, change_id: row.change_id } } }
  }
  for (const { id, size, body } of await unsentPhotos(person)) {
    const content = await photoBytes(id)
    const { sha256, capturedAt, filename } = body
    const photo = { id, sha256, captured_at: capturedAt, filename, size }
    if (content) yield { said: { photo }, content }
  }
}

/** Who cannot open the phone any more hands in the rows as they lie there, with the key that only the office can open. */
export async function* contents(person: string): AsyncGenerator<Entry> {
  if (heldKey()) yield* open(person)
  else yield* sealedRows(person)
}

/** Changes from before this phone had a key: no file can carry them. */
export async function unsigned(person: string): Promise<number> {
  return (await toHandIn(person)).filter((row) => !signedOf(row)).length
}
