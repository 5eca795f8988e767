import { v7 as uuidv7 } from 'uuid'
import { http, NotOurServer } from '@/http'
import { absorb, type FeedChange, sweep } from '@/local/feed'
import { cursorKey, readMeta, writeMeta } from '@/local/meta'

const PAGE = 500
const MAX_RESETS = 2

interface Page {
  changes: FeedChange[]
  cursor: string
  more: boolean
  reset: boolean
  epoch: string
}

interface Progress {
  cursor: string
  /** Set while a fresh pull is under way; the sweep waits for its end. */
  fresh: string | null
}

async function page(cursor: string): Promise<Page> {
  const answer = await http.get<Page>('/sync/changes', { cursor, limit: PAGE })
  if (!Array.isArray(answer?.changes) || typeof answer.cursor !== 'string')
    throw new NotOurServer('no feed')
  return answer
}

/** A reset, or no cursor yet, starts a fresh pull; nothing goes before it is complete. */
function follow(at: Progress, answer: Page): Progress {
  const fresh = answer.reset || at.cursor === '' ? uuidv7() : at.fresh
  return { cursor: answer.cursor, fresh }
}

/** Takes in all changes since the last time. The cursor is written after each page's changes. */
export async function pull(person: string): Promise<void> {
  let at = (await readMeta<Progress>(cursorKey(person))) ?? { cursor: '', fresh: null }
  let resets = 0
  for (let more = true; more;) {
    const answer = await page(at.cursor)
    if (answer.reset && ++resets > MAX_RESETS) throw new NotOurServer('resets without end')
    at = follow(at, answer)
    await absorb({ person, pull: at.fresh ?? 'running', fresh: at.fresh !== null }, answer.changes)
    await writeMeta(cursorKey(person), at)
    more = answer.more
  }
  if (!at.fresh) return
  await sweep({ person, pull: at.fresh, fresh: true })
  await writeMeta(cursorKey(person), { ...at, fresh: null })
}
