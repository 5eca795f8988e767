// @vitest-environment node
import { expect, it } from 'vitest'
import { nextTick, ref } from 'vue'
import { useSome } from './useSome'

const numbers = (count: number) => Array.from({ length: count }, (_, at) => at)

it('shows the first, more when asked, and starts anew with another list', async () => {
  const all = ref(numbers(450))
  const { some, rest, more } = useSome(all)
  expect([some.value.length, rest.value]).toEqual([200, 250])
  more()
  more()
  expect([some.value, rest.value]).toEqual([numbers(450), 0])
  all.value = numbers(201)
  await nextTick()
  expect([some.value.length, rest.value]).toEqual([200, 1])
})
