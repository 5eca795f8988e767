/** How much of a person's work has not been delivered: counted by index alone, so that a locked phone can tell. */
import { db } from './db'
import { photoKeys, unsentStates } from './lists'

export interface Unsent {
  /** Saved records whose words, edits or photos the server does not have yet: what the chip counts. */
  records: number
  /** In which somebody typed and did not save. */
  drafts: number
}

export async function unsentOf(person: string): Promise<Unsent> {
  const typed = db.records.where('[person+typed]').equals([person, 1]).primaryKeys()
  const states = await unsentStates(person)
  const drafts = new Set((await typed).map(([, id]) => id).filter((id) => !states.has(id)))
  const waiting = new Set(states.keys())
  for (const { record, state } of await photoKeys(person))
    if (state !== 'sent' && !drafts.has(record)) waiting.add(record)
  return { records: waiting.size, drafts: drafts.size }
}
