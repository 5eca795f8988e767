import { expect, it } from 'vitest'
import { createApp, h, nextTick, provide, ref } from 'vue'
import ProblemNote from './ProblemNote.vue'
import { SIGNED_OUT } from './signedOut'

const problem = (status: number, code: string) => ({ status, code, detail: code, fields: {} })

function shown(given: unknown, signedOut?: () => boolean) {
  const place = document.createElement('div')
  const app = createApp({
    setup: () => {
      if (signedOut) provide(SIGNED_OUT, signedOut)
      return () => h(ProblemNote, { problem: given })
    },
  })
  app.mount(place)
  return place
}

it('asks to sign in for as long as nobody is, and not a moment longer', async () => {
  const out = ref(true)
  const place = shown(problem(401, 'sign_in_required'), () => out.value)
  expect(place.textContent).toContain('sign_in_required')
  out.value = false
  await nextTick()
  expect(place.querySelector('[role=alert]')).toBeNull()
})

it.each([
  [409, 'changed'],
  [401, 'device_revoked'],
])('keeps every other problem: %s %s', (status, code) =>
  expect(shown(problem(status, code), () => false).textContent).toContain(code),
)

it('says so where no frame knows better', () =>
  expect(shown(problem(401, 'sign_in_required')).textContent).toContain('sign_in_required'))
