import { afterEach, expect, it, vi } from 'vitest'
import { http, onUnauthorised, setCsrfToken } from './http'

afterEach(() => vi.unstubAllGlobals())

const refusal = () =>
  new Response(JSON.stringify({ status: 401, code: 'sign_in_required' }), {
    status: 401,
    headers: { 'Content-Type': 'application/problem+json' },
  })

it.each([
  ['of the session that goes on', 'old', 1],
  ['of the one before this', 'fresh', 0],
])('a 401 %s', async (_name, token, told) => {
  let answer = (_response: Response) => {}
  vi.stubGlobal('fetch', () => new Promise<Response>((done) => (answer = done)))
  const listener = vi.fn()
  const stop = onUnauthorised(listener)
  setCsrfToken('old')
  const asked = http.get('/reviews').catch(() => undefined)
  setCsrfToken(token)
  answer(refusal())
  await asked
  stop()
  expect(listener).toHaveBeenCalledTimes(told)
})
