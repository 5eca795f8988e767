/**
 * Some records with all changes of theirs that wait: read at once, worked on in memory, written at once. A batch of a
 * hundred then asks the database about as often as one change. Inside the caller's transaction, which ends when too much
 * is awaited that is no question to the database: between reading and writing nothing is.
 */
import { asSent } from './changes'
import { db } from './db'
import { gone } from './feed'
import { type ChangeEvent, LIFE, type Stage } from './life'
import type { OutboxBody, OutboxRow, RecordRow, SentRow } from './rows'
import { recordState } from './states'

type Of = Pick<OutboxRow, 'person' | 'record'>

const keysOf = (of: readonly Of[]): [string, string][] => {
  const keys = of.map(({ person, record }) => [`${person} ${record}`, [person, record]] as const)
  return [...new Map(keys).values()] as [string, string][]
}

export class Sheet {
  readonly #records = new Map<string, RecordRow | undefined>()
  readonly #waits = new Map<string, OutboxRow[]>()
  readonly #written = new Set<string>()
  readonly #leaving = new Set<string>()
  readonly #moved = new Map<number, OutboxRow>()
  readonly #sent: SentRow[] = []

  static async of(changes: readonly Of[]): Promise<Sheet> {
    const sheet = new Sheet()
    const keys = keysOf(changes)
    const records = await db.records.bulkGet(keys)
    keys.forEach(([, id], at) => sheet.#records.set(id, records[at]))
    const waits = await db.outbox.where('[person+record]').anyOf(keys).sortBy('seq')
    for (const row of waits) sheet.#waits.set(row.record, [...sheet.waits(row), row])
    return sheet
  }

  record = ({ record }: Of): RecordRow | undefined => this.#records.get(record)

  waits = ({ record }: Of): readonly OutboxRow[] => this.#waits.get(record) ?? []

  /** The change as it stands now; undefined when it does not wait any more. */
  now = (row: OutboxRow) => this.waits(row).find(({ seq }) => seq === row.seq)

  put(record: RecordRow): void {
    this.#records.set(record.id, record)
    this.#written.add(record.id)
  }

  /** The server has deleted the record, or never had it: it goes here, too, unless somebody is typing in it. */
  leave({ record }: Of): void {
    this.#leaving.add(record)
  }

  /** Lets an event happen that sends a change or leaves it waiting. Returns where it is now. */
  move(row: OutboxRow, event: ChangeEvent, more: Partial<OutboxBody> = {}): Stage {
    const stage = LIFE[row.state][event]
    const body = { ...row.body, ...more }
    if (stage === 'gone') throw new Error(`${event} takes nothing away`)
    if (stage === 'delivered') {
      this.#sent.push(asSent({ ...row, body }))
      this.#replace(row, [])
    } else if (this.now(row)) {
      const moved = { ...row, state: stage, body }
      this.#moved.set(row.seq, moved)
      this.#replace(row, [moved])
    }
    return stage
  }

  #replace(row: OutboxRow, by: OutboxRow[]): void {
    const others = this.waits(row).flatMap((one) => (one.seq === row.seq ? by : [one]))
    this.#waits.set(row.record, others)
    if (!by.length) this.#moved.delete(row.seq)
  }

  /** Brings each record's state in line with what waits of it. */
  #settle(): void {
    for (const row of this.#records.values()) {
      if (!row) continue
      const waits = this.waits({ person: row.person, record: row.id })
      const states = waits.map((one) => one.state)
      const state = row.body.data || waits.length ? recordState(states) : 'draft'
      if (state !== row.state) this.put({ ...row, state })
    }
  }

  async #letGo(): Promise<void> {
    for (const id of this.#leaving) {
      const row = this.#records.get(id)
      if (!row || !(await gone([row.person, id], row))) continue
      this.#records.delete(id)
      this.#written.delete(id)
    }
  }

  async write(): Promise<void> {
    await this.#letGo()
    this.#settle()
    const records = [...this.#written].map((id) => this.#records.get(id)!)
    await db.outbox.bulkDelete(this.#sent.map((row) => row.seq))
    await db.sent.bulkPut(this.#sent)
    await db.outbox.bulkPut([...this.#moved.values()])
    await db.records.bulkPut(records)
  }
}
