import { afterEach, describe, expect, it, vi } from 'vitest'
import { createApp, h, nextTick, ref } from 'vue'
import CopyLine from './CopyLine.vue'

const writeText = vi.fn<(text: string) => Promise<void>>()
vi.stubGlobal('navigator', { clipboard: { writeText } })

function shown(text: string) {
  const given = ref(text)
  const place = document.createElement('div')
  const app = createApp(() => h(CopyLine, { text: given.value }))
  app.mount(place)
  const button = place.querySelector('button')!
  const press = async () => {
    button.click()
    await Promise.resolve()
    await nextTick()
  }
  return { given, button, press, close: () => app.unmount() }
}

afterEach(() => writeText.mockReset())

describe('a line to copy', () => {
  it('says that it was copied, and of another text that it was not', async () => {
    writeText.mockResolvedValue()
    const { given, button, press, close } = shown('one')
    await press()
    expect(writeText).toHaveBeenLastCalledWith('one')
    expect(button.textContent).toBe('已复制')
    given.value = 'two'
    await nextTick()
    expect(button.textContent).toBe('复制')
    close()
  })

  it('takes it back when a second try fails', async () => {
    writeText.mockResolvedValueOnce().mockRejectedValueOnce(new Error('not allowed'))
    const { button, press, close } = shown('one')
    await press()
    expect(button.textContent).toBe('已复制')
    await press()
    expect(button.textContent).toBe('复制')
    close()
  })
})
