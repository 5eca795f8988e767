/** What may go now, and in which order: oldest first, parents and earlier changes before what rests on them. */
import type { OutboxRow } from '@/local/rows'
import { PARKED, SENDABLE } from '@/local/states'

interface Waits {
  byChange: Map<string, OutboxRow>
  /** Latest unanswered change of each record. */
  byRecord: Map<string, OutboxRow[]>
}

function index(rows: readonly OutboxRow[]): Waits {
  const byRecord = new Map<string, OutboxRow[]>()
  for (const row of rows) byRecord.set(row.record, [...(byRecord.get(row.record) ?? []), row])
  return { byChange: new Map(rows.map((row) => [row.change_id, row])), byRecord }
}

/** The author's own earlier change: without it this one cannot go. */
function earlier(row: OutboxRow, waits: Waits): OutboxRow[] {
  const found = row.after ? waits.byChange.get(row.after) : undefined
  return found ? [found] : []
}

/** The patrol, or the record that was looked at again, goes first when the server does not have it yet; one that it will not
 * take keeps nobody: the server holds. */
function parentsOf({ body }: OutboxRow, waits: Waits): OutboxRow[] {
  const { patrol_id, about } = body.data
  const parents = [patrol_id, about].flatMap((id) =>
    typeof id === 'string' ? (waits.byRecord.get(id) ?? []) : [],
  )
  return parents.filter((one) => one.base === 0 && one.op === 'put')
}

/**
 * Rows to send, in order. A change resting on a refused or conflicting one stays here with it;
 * a held row is asked about again in each round.
 */
export function sendable(
  rows: readonly OutboxRow[],
  done: ReadonlySet<number> = new Set(),
): OutboxRow[] {
  const waits = index(rows)
  const verdicts = new Map<string, boolean>()
  const ordered: OutboxRow[] = []

  function visit(row: OutboxRow): boolean {
    const known = verdicts.get(row.change_id)
    if (known !== undefined) return known
    verdicts.set(row.change_id, false)
    parentsOf(row, waits).forEach(visit)
    const free = earlier(row, waits).map(visit).every(Boolean) && !PARKED.includes(row.state)
    verdicts.set(row.change_id, free)
    if (free && SENDABLE.includes(row.state) && !done.has(row.seq)) ordered.push(row)
    return free
  }

  for (const row of [...rows].sort((a, b) => a.seq - b.seq)) visit(row)
  return ordered
}
