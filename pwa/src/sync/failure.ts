/** What an answer that is not a success means for the next step. */
import { NetworkError, NotOurServer, Problem } from '@/http'

export type Pause =
  | { why: 'offline' }
  | { why: 'captive' }
  | { why: 'server'; retryAfter: number | null }
  | { why: 'sign-in' }
  | { why: 'password' }
  /** The server takes nothing from this phone or person; in its own words. */
  | { why: 'blocked'; detail: string }

export type Next =
  { do: 'pause'; pause: Pause } | { do: 'halve' } | { do: 'refresh' } | { do: 'park' }

/** Only these say something about the content of what was sent; every other refusal leaves the queue as it is. */
const ABOUT_CONTENT = [400, 409, 410, 415, 422, 460]
const SIGN_IN_AGAIN = ['device_mismatch', 'sign_in_required']

function pauseOf(problem: Problem): Pause {
  if (problem.code === 'device_revoked') return { why: 'blocked', detail: problem.detail }
  if (problem.status === 401 || SIGN_IN_AGAIN.includes(problem.code)) return { why: 'sign-in' }
  if (problem.code === 'password_change_required') return { why: 'password' }
  if (problem.status === 403) return { why: 'blocked', detail: problem.detail }
  return { why: 'server', retryAfter: problem.retryAfter }
}

function ofProblem(problem: Problem): Next {
  if (/csrf/.test(problem.code) || problem.code === 'epoch_changed') return { do: 'refresh' }
  if (problem.status === 413) return { do: 'halve' }
  if (ABOUT_CONTENT.includes(problem.status)) return { do: 'park' }
  return { do: 'pause', pause: pauseOf(problem) }
}

/** Anything unforeseen counts as "try again later": nothing is given up for a bug of ours. */
export function next(error: unknown): Next {
  if (error instanceof Problem) return ofProblem(error)
  if (error instanceof NotOurServer) return { do: 'pause', pause: { why: 'captive' } }
  if (error instanceof NetworkError) return { do: 'pause', pause: { why: 'offline' } }
  return { do: 'pause', pause: { why: 'server', retryAfter: null } }
}
