/** The only fetch wrapper: session cookie, CSRF header, problem documents, and a look at whether it really was our server. */
import { currentLanguage } from './i18n'

/** No answer at all: no network, or the connection broke. */
export class NetworkError extends Error {}

/** An answer that is not our server's: a captive portal's page, a proxy, a half-written body. Never a success. */
export class NotOurServer extends Error {}

/** RFC 9457, as the server sends it; `code` is stable, `detail` says what to do. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail: string,
    readonly fields: Record<string, unknown> = {},
    readonly retryAfter: number | null = null,
  ) {
    super(`${status} ${code}`)
  }
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
export type Query = Record<string, string | number | boolean | null | undefined>

const BASE = '/api/v1'
const PATIENCE_MS = 30_000
const BYTES_PATIENCE_MS = 120_000
const FILE_PATIENCE_MS = 1_800_000
let csrfToken: string | null = null
let deviceToken: string | null = null
const unauthorised = new Set<() => void>()

export function setCsrfToken(token: string | null): void {
  csrfToken = token
}

export function getCsrfToken(): string | null {
  return csrfToken
}

/** The phone's own secret of this session; it lies sealed under the person's PIN. */
export function setDeviceToken(token: string | null): void {
  deviceToken = token
}

export function getDeviceToken(): string | null {
  return deviceToken
}

const ofThisPhone = (): Record<string, string> =>
  deviceToken ? { 'X-Device-Token': deviceToken } : {}

/** Calls back whenever the server answers 401, but for a revoked phone: signing in again would not help. */
export function onUnauthorised(listener: () => void): () => void {
  unauthorised.add(listener)
  return () => unauthorised.delete(listener)
}

/** What every request of ours carries, for who fetches without this file (the map). */
export const ownHeaders = (): Record<string, string> => ({
  'Accept-Language': currentLanguage(),
  'X-Quanxun-Client': __APP_VERSION__,
  ...ofThisPhone(),
})

/** An address of ours with its question, such as a template of tiles. */
export function address(path: string, query?: Query): string {
  const given = Object.entries(query ?? {}).filter(([, value]) => value != null && value !== '')
  const search = new URLSearchParams(given.map(([key, value]) => [key, String(value)]))
  return `${BASE}${path}${given.length ? `?${search}` : ''}`
}

function headers(method: Method, hasBody: boolean): HeadersInit {
  return {
    Accept: 'application/json, application/geo+json, application/problem+json',
    ...ownHeaders(),
    ...(hasBody ? { 'Content-Type': 'application/json' } : {}),
    ...(method !== 'GET' && csrfToken ? { 'X-CSRF-Token': csrfToken } : {}),
  }
}

async function reach(target: string, init: RequestInit): Promise<Response> {
  try {
    const patience = AbortSignal.timeout(PATIENCE_MS)
    return await fetch(target, {
      credentials: 'same-origin',
      cache: 'no-store',
      redirect: 'error',
      signal: patience,
      ...init,
    })
  } catch (cause) {
    throw new NetworkError('no answer', { cause })
  }
}

function answer(method: Method, path: string, query?: Query, body?: unknown): Promise<Response> {
  const hasBody = body !== undefined
  return reach(address(path, query), {
    method,
    headers: headers(method, hasBody),
    body: hasBody ? JSON.stringify(body) : undefined,
  })
}

async function parsed(response: Response): Promise<unknown> {
  const type = response.headers.get('Content-Type') ?? ''
  if (!/[/+]json\b/.test(type)) throw new NotOurServer(`${response.status} ${type}`)
  try {
    return await response.json()
  } catch (cause) {
    throw new NotOurServer('unreadable body', { cause })
  }
}

function problem(response: Response, body: unknown): Problem {
  const said = (body ?? {}) as Record<string, unknown>
  const text = (value: unknown, otherwise: string) =>
    typeof value === 'string' ? value : otherwise
  const retryAfter = Number(response.headers.get('Retry-After'))
  return new Problem(
    response.status,
    text(said.code, 'unknown'),
    text(said.detail, text(said.title, '')),
    (said.fields as Record<string, unknown>) ?? {},
    Number.isFinite(retryAfter) && retryAfter > 0 ? retryAfter : null,
  )
}

/** A gateway between us and the server answers errors without our JSON; 5xx and 413 keep their meaning all the same. */
async function problemOf(response: Response): Promise<Problem> {
  try {
    return problem(response, await parsed(response))
  } catch (error) {
    const bare = response.headers.get('Tus-Resumable') !== null
    if (bare || response.status >= 500 || response.status === 413) return problem(response, null)
    throw error
  }
}

async function request<T>(method: Method, path: string, query?: Query, body?: unknown): Promise<T> {
  const asker = csrfToken
  const response = await answer(method, path, query, body)
  if (response.status === 204) return undefined as T
  if (response.ok) return (await parsed(response)) as T
  throw await failureOf(response, asker)
}

export function sessionIsOver({ status, code }: Problem): boolean {
  return status === 401 && code !== 'device_revoked'
}

/** A late answer to a session that ended says nothing about the one that has begun since. */
async function failureOf(response: Response, asker = csrfToken): Promise<Problem> {
  const failure = await problemOf(response)
  if (sessionIsOver(failure) && asker === csrfToken) unauthorised.forEach((listener) => listener())
  return failure
}

/** Bytes instead of JSON, for tus. `proof`: a header that only our server sends; without it nothing counts as a success. */
export async function sendBytes(
  method: 'POST' | 'PATCH' | 'HEAD',
  path: string,
  own: Record<string, string>,
  proof: string,
  body?: Blob,
): Promise<Response> {
  const common: Record<string, string> = { 'Accept-Language': currentLanguage(), ...ofThisPhone() }
  if (method !== 'HEAD' && csrfToken) common['X-CSRF-Token'] = csrfToken
  const init = {
    method,
    headers: { ...common, ...own },
    body,
    signal: AbortSignal.timeout(BYTES_PATIENCE_MS),
  }
  const response = await reach(address(path), init)
  if (!response.ok) throw await failureOf(response)
  if (!response.headers.has(proof)) throw new NotOurServer(`no ${proof}`)
  return response
}

/** One file as it is, or a form with a file, for an answer in JSON. */
export async function sendFile<T>(
  method: 'POST' | 'PUT',
  path: string,
  body: Blob | FormData,
  query?: Query,
): Promise<T> {
  const raw = { 'Content-Type': 'application/octet-stream' }
  const own = { ...headers(method, false), ...(body instanceof Blob ? raw : {}) }
  const signal = AbortSignal.timeout(FILE_PATIENCE_MS)
  const response = await reach(address(path, query), { method, headers: own, body, signal })
  if (!response.ok) throw await failureOf(response)
  return (await parsed(response)) as T
}

export const postBytes = <T>(path: string, body: Blob) => sendFile<T>('POST', path, body)

export const http = {
  get: <T>(path: string, query?: Query) => request<T>('GET', path, query),
  post: <T>(path: string, body: unknown = {}) => request<T>('POST', path, undefined, body),
  put: <T>(path: string, body: unknown = {}) => request<T>('PUT', path, undefined, body),
  patch: <T>(path: string, body: unknown = {}) => request<T>('PATCH', path, undefined, body),
  delete: <T = void>(path: string) => request<T>('DELETE', path),
}

export type PhotoSize = '320' | '1280' | 'original' | 'stamped'

/**
 * Address of a derivative or original, for an `<img>` or a download link. A phone's session must show its token, which an
 * `<img>` cannot, and its browser must not keep the picture: it gets the bytes under an address of this page alone.
 */
export const photoAddress = (id: string, size: PhotoSize): Promise<string> =>
  fileAddress(`/photos/${id}/${size}`)

/** The same for any file of ours. */
export async function fileAddress(path: string, query?: Query): Promise<string> {
  if (!deviceToken) return address(path, query)
  const headers = { 'Accept-Language': currentLanguage(), ...ofThisPhone() }
  const response = await reach(address(path, query), {
    headers,
    signal: AbortSignal.timeout(FILE_PATIENCE_MS),
  })
  if (!response.ok) throw await failureOf(response)
  return URL.createObjectURL(await response.blob())
}

/** Some octets of a file of ours, and the version that they are of. Raises Problem, NetworkError. */
export async function readRange(
  path: string,
  from: number,
  length: number,
  signal?: AbortSignal,
): Promise<{ bytes: ArrayBuffer; version: string }> {
  const headers = { ...ownHeaders(), Range: `bytes=${from}-${from + length - 1}` }
  const response = await reach(address(path), { headers, ...(signal && { signal }) })
  if (response.status !== 206) throw await failureOf(response)
  const version = response.headers.get('ETag')?.replaceAll('"', '') ?? ''
  try {
    return { bytes: await response.arrayBuffer(), version }
  } catch (cause) {
    throw new NetworkError('broken off', { cause })
  }
}

/** The page that whoever starts now would be given: by the service worker in charge, else by the server. */
export const startPage = async (): Promise<string> => (await fetch('/index.html')).text()

/** What a person may be told: the server's own words, or nothing when it was no answer of ours. */
export function detailOf(error: unknown): string {
  return error instanceof Problem ? error.detail : ''
}
