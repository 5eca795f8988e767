/** A server at the fetch boundary: a function of method, path and body. For tests only. */
import { vi } from 'vitest'

export interface Asked {
  method: string
  path: string
  query: URLSearchParams
  body: unknown
}

export type Answer =
  { status?: number; json?: unknown; html?: string; type?: string } | 'no network'

export function fakeServer(answer: (asked: Asked) => Answer): { asked: Asked[] } {
  const asked: Asked[] = []
  vi.stubGlobal('fetch', async (address: string, init: RequestInit = {}) => {
    const url = new URL(address, 'http://localhost')
    const body = typeof init.body === 'string' ? (JSON.parse(init.body) as unknown) : null
    const one = { method: init.method ?? 'GET', path: url.pathname, query: url.searchParams, body }
    asked.push(one)
    const said = answer(one)
    if (said === 'no network') throw new TypeError('fetch failed')
    const type = said.type ?? (said.html ? 'text/html' : 'application/json')
    const text = said.html ?? JSON.stringify(said.json ?? null)
    return new Response(said.status === 204 ? null : text, {
      status: said.status ?? 200,
      headers: { 'Content-Type': type },
    })
  })
  return { asked }
}

export const problem = (status: number, code: string): Answer => ({
  status,
  json: { type: 'about:blank', title: code, status, code, detail: `do something about ${code}` },
  type: 'application/problem+json',
})
