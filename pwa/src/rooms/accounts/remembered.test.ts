import { beforeEach, expect, it } from 'vitest'
import { emptyPhone } from '@/testing/phone'
import { forget, owesSignOut, recall, remember, restoreRemembered } from './remembered'
import type { Session } from './types'

beforeEach(emptyPhone)

const session = {
  person: { id: 'p', name: '甲' },
  permissions: [],
  county: null,
} as unknown as Session

it('a phone killed before localStorage reached the disk still knows who works on it', async () => {
  await remember(session)
  localStorage.clear()
  await restoreRemembered()
  expect(recall()?.person.id).toBe('p')
})

it('who signed out stays signed out, and the server is still owed', async () => {
  await remember(session)
  const late = localStorage.getItem('qx.session') ?? ''
  await forget(false)
  localStorage.setItem('qx.session', late)
  await restoreRemembered()
  expect(recall()).toBeNull()
  expect(owesSignOut()).toBe(true)
})
