/** Where in the queue there is something to send, and what stands there: for a week's work as cheap as for one change. */
import { unanswered } from './changes'
import { db } from './db'
import type { OutboxRow } from './rows'
import { SENDABLE } from './states'

/** The places in the queue of what may go, without reading it. */
export async function places(person: string): Promise<number[]> {
  const keys = SENDABLE.map((state) =>
    db.outbox.where('[person+state]').equals([person, state]).primaryKeys(),
  )
  return (await Promise.all(keys)).flat().sort((a, b) => a - b)
}

/** The place of the youngest change in the queue: every save takes a new one. */
export async function lastPlace(): Promise<number> {
  return Number((await db.outbox.toCollection().lastKey()) ?? 0)
}

/** What stands in these places of the queue now; nothing where a change has gone meanwhile. */
export async function standing(at: readonly number[]): Promise<OutboxRow[]> {
  return (await db.outbox.bulkGet([...at])).filter((row) => row !== undefined)
}

/** Changes with the earlier ones and the patrols that they rest on, as far as those wait, too. */
export async function withGrounds(rows: readonly OutboxRow[]): Promise<OutboxRow[]> {
  const all = new Map(rows.map((row) => [row.change_id, row]))
  const asked = new Set<string>()
  for (let fresh = [...rows]; fresh.length;) {
    const earlier = fresh.flatMap(({ after }) => (after && !all.has(after) ? [after] : []))
    const patrols = new Map(fresh.flatMap((row) => patrolOf(row)).filter(([id]) => !asked.has(id)))
    for (const id of patrols.keys()) asked.add(id)
    const found = await Promise.all([
      db.outbox.where('change_id').anyOf(earlier).toArray(),
      ...[...patrols].map(([id, person]) => unanswered(person, id)),
    ])
    fresh = found.flat().filter((row) => !all.has(row.change_id))
    for (const row of fresh) all.set(row.change_id, row)
  }
  return [...all.values()]
}

function patrolOf({ person, body }: OutboxRow): [string, string][] {
  const patrol = body.data.patrol_id
  return typeof patrol === 'string' ? [[patrol, person]] : []
}
