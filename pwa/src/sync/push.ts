import { http, NotOurServer, Problem } from '@/http'
import { noteServerTime } from '@/local/clock'
import { knownEpoch } from '@/local/epoch'
import { applyAnswer, giveBack, giveBackStale, markSending, park } from '@/local/outbox'
import { places, standing, withGrounds } from '@/local/places'
import type { OutboxRow } from '@/local/rows'
import type { PushResult } from '@/local/states'
import { next, type Pause } from './failure'
import { sendable } from './order'

const BATCH = 100

interface PushAnswer {
  server_time: string
  epoch: string
  results: PushResult[]
}

function item(row: OutboxRow) {
  return {
    change_id: row.change_id,
    id: row.record,
    kind: row.kind,
    op: row.op,
    base: row.base,
    ...(row.base_change ? { base_change: row.base_change } : {}),
    ...(row.after ? { after: row.after } : {}),
    author_id: row.person,
    captured_at: row.body.capturedAt,
    data: row.body.data,
    ...(row.body.evidence ? { evidence: row.body.evidence } : {}),
  }
}

async function send(deps: PushDeps, rows: readonly OutboxRow[]): Promise<PushAnswer> {
  const sentAt = Date.now()
  const body = {
    device_id: deps.device,
    sent_at: new Date(sentAt).toISOString(),
    // A server that was set back must take nothing on top of a state that it has lost.
    epoch: await knownEpoch(deps.person),
    items: rows.map(item),
  }
  const answer = await http.post<PushAnswer>('/sync/push', body)
  if (!Array.isArray(answer?.results)) throw new NotOurServer('no results')
  await noteServerTime(answer.server_time, sentAt)
  return answer
}

export interface PushDeps {
  person: string
  device: string
  /** Called with how many went and how many there were. */
  progress?: (sent: number, of: number) => void
  /** Asks who we are: brings a fresh CSRF token and the server's epoch. */
  refresh: () => Promise<unknown>
}

/**
 * The next changes that may go, as they stand now, from the first places of `due`. What has to stay counts as tried,
 * what is too much for one batch waits for the next.
 */
async function take(due: number[], size: number, tried: Set<number>): Promise<OutboxRow[]> {
  const first = due.splice(0, size)
  const ready = sendable(await withGrounds(await standing(first)), tried)
  const free = new Set(ready.map((row) => row.seq))
  first.filter((place) => !free.has(place)).forEach((place) => tried.add(place))
  due.unshift(...ready.slice(size).map((row) => row.seq))
  return ready.slice(0, size)
}

/**
 * Sends what waits until nothing more may go. Each change is tried once a call. However much waits, only the batch that
 * goes next is read.
 * Returns why it stopped early, or null when it came to the end.
 */
export async function push(deps: PushDeps): Promise<Pause | null> {
  const tried = new Set<number>()
  let size = BATCH
  let refreshed = false
  /** Where in the queue there is more to send. Looked up anew when it is through: somebody may have saved meanwhile. */
  let due: number[] = []
  await giveBackStale(deps.person)
  for (;;) {
    if (!due.length) due = (await places(deps.person)).filter((place) => !tried.has(place))
    if (!due.length) return null
    deps.progress?.(tried.size, tried.size + due.length)
    const batch = await take(due, size, tried)
    if (!batch.length) continue
    await markSending(batch)
    try {
      const answer = await send(deps, batch)
      await applyAnswer(batch, answer.results)
      batch.forEach((row) => tried.add(row.seq))
    } catch (error) {
      due = []
      await giveBack(batch)
      const step = next(error)
      if (step.do === 'pause') return step.pause
      if (step.do === 'refresh') {
        // Says nothing about what was sent: never a reason to refuse it.
        if (refreshed) return { why: 'server', retryAfter: null }
        refreshed = true
        await deps.refresh().catch(() => undefined)
      } else if (batch.length > 1) {
        // Too large, or refused as a whole: smaller batches find the one that is to blame.
        size = Math.max(1, Math.floor(batch.length / 2))
      } else {
        await parkAlone(batch[0] as OutboxRow, error)
        size = BATCH
      }
    }
  }
}

async function parkAlone(row: OutboxRow, error: unknown): Promise<void> {
  const said = error instanceof Problem ? error : null
  const refusal = {
    code: said?.code ?? 'refused',
    message: said?.detail ?? '',
    fields: said?.fields ?? {},
  }
  await park(row, refusal)
}
