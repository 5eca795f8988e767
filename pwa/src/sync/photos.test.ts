import { beforeEach, expect, it, vi } from 'vitest'
import { settings } from '@/device/settings'
import { db } from '@/local/db'
import { applyAnswer, waiting } from '@/local/outbox'
import { addPhoto } from '@/local/photos'
import { emptyPhone, OFFICER, saved } from '@/testing/phone'
import { sendPhotos } from './photos'
import { LARGEST, line, pieceAfter, SMALLEST } from './upload'

const SIZE = LARGEST + 5
const body = {
  filename: '狗.jpg',
  mime: 'image/jpeg',
  sha256: 'ab',
  capturedAt: 't',
  width: 1,
  height: 1,
  thumb: null,
}

/** A tus server with one upload, as far as it got. */
function tus(state: { offset: number | null; fail?: (method: string) => Response | null }) {
  const seen: string[] = []
  vi.stubGlobal('fetch', async (_address: string, init: RequestInit) => {
    const method = init.method ?? 'GET'
    seen.push(method)
    const bad = state.fail?.(method)
    if (bad) return bad
    const headers = { 'Tus-Resumable': '1.0.0' }
    if (method === 'HEAD' && state.offset === null)
      return new Response(null, { status: 404, headers })
    const size = init.body instanceof Blob ? init.body.size : 0
    state.offset = (state.offset ?? 0) + size
    return new Response(null, {
      status: method === 'POST' ? 201 : 204,
      headers: { ...headers, 'Upload-Offset': String(state.offset) },
    })
  })
  return seen
}

const problem = (status: number, code: string) =>
  new Response(JSON.stringify({ status, code, detail: code }), {
    status,
    headers: { 'Content-Type': 'application/problem+json' },
  })

async function delivered(id: string): Promise<void> {
  await saved(id)
  const rows = (await waiting(OFFICER)).filter((row) => row.record === id)
  await applyAnswer(
    rows,
    rows.map((row) => ({
      change_id: row.change_id,
      id,
      status: 'accepted',
      revision: 1,
      error: null,
    })),
  )
}

beforeEach(async () => {
  line.piece = LARGEST
  await emptyPhone()
  await addPhoto(
    { id: 'p', record: 'a', person: OFFICER, bytes: new ArrayBuffer(SIZE), body },
    true,
  )
})

it('waits until the server has its record', async () => {
  await saved('a')
  const seen = tus({ offset: null })
  expect(await sendPhotos(OFFICER)).toBeNull()
  expect(seen).toEqual([])
})

it.each([
  ['cellular', 'queued'],
  ['wifi', 'sent'],
  [undefined, 'sent'],
])('on a line of kind %s a photo that shall wait for Wi-Fi is %s', async (type, state) => {
  vi.stubGlobal('navigator', { ...navigator, connection: { type } })
  settings.photosOnWifi = true
  await delivered('a')
  tus({ offset: null })
  expect(await sendPhotos(OFFICER)).toBeNull()
  expect((await db.photos.get('p'))?.state).toBe(state)
  settings.photosOnWifi = false
  vi.unstubAllGlobals()
})

it('goes in pieces and is sent when the last byte is there', async () => {
  await delivered('a')
  const seen = tus({ offset: null })
  expect(await sendPhotos(OFFICER)).toBeNull()
  expect(seen).toEqual(['POST', 'PATCH'])
  expect(await db.photos.get('p')).toMatchObject({ state: 'sent', sent: SIZE })
  expect(await db.photoBytes.count()).toBe(1)
})

it('goes on where the server stands', async () => {
  await delivered('a')
  tus({
    offset: null,
    fail: (method) => {
      if (method === 'PATCH') throw new TypeError('cut')
      return null
    },
  })
  expect(await sendPhotos(OFFICER)).toEqual({ why: 'offline' })
  const seen = tus({ offset: LARGEST })
  expect(await sendPhotos(OFFICER)).toBeNull()
  expect(seen).toEqual(['HEAD', 'PATCH'])
})

it('a piece that arrived twice is no refusal: the server is asked how far it is', async () => {
  await delivered('a')
  const state: Parameters<typeof tus>[0] = { offset: null }
  let twice = 0
  state.fail = (method) => {
    if (method === 'PATCH' && twice++ === 0) {
      state.offset = SIZE
      return problem(409, 'offset_mismatch')
    }
    return null
  }
  const seen = tus(state)
  expect(await sendPhotos(OFFICER)).toBeNull()
  expect(seen).toEqual(['POST', 'PATCH', 'HEAD'])
  expect((await db.photos.get('p'))?.state).toBe('sent')
})

it('a photo that is turned down is parked alone', async () => {
  await delivered('a')
  await addPhoto({ id: 'q', record: 'a', person: OFFICER, bytes: new ArrayBuffer(3), body }, true)
  let posts = 0
  tus({
    offset: null,
    fail: (method) =>
      method === 'POST' && posts++ === 0 ? problem(415, 'unsupported_media_type') : null,
  })
  expect(await sendPhotos(OFFICER)).toBeNull()
  expect((await db.photos.toArray()).map((row) => row.state)).toEqual(['refused', 'sent'])
})

it('a portal that answers 200 delivers nothing', async () => {
  await delivered('a')
  tus({
    offset: null,
    fail: () =>
      new Response('<p>hi</p>', { status: 200, headers: { 'Content-Type': 'text/html' } }),
  })
  expect(await sendPhotos(OFFICER)).toEqual({ why: 'captive' })
  expect((await db.photos.get('p'))?.state).toBe('queued')
})

it('pieces grow on a quick line, shrink on a slow one, and stay within bounds', () => {
  expect(pieceAfter(SMALLEST, 200)).toBe(2 * SMALLEST)
  expect(pieceAfter(2 * SMALLEST, 8_000)).toBe(2 * SMALLEST)
  expect(pieceAfter(2 * SMALLEST, 26_000)).toBe(SMALLEST)
  expect(pieceAfter(SMALLEST, 90_000)).toBe(SMALLEST)
  expect(pieceAfter(LARGEST, 200)).toBe(LARGEST)
})
