import { afterEach, describe, expect, it } from 'vitest'
import { computed } from 'vue'
import { currentLanguage, t, te, useDeskWords, useLanguage } from '.'

afterEach(() => useLanguage('zh-CN'))

describe('words', () => {
  it('fills in the names, all of them, and leaves out what is not given', () => {
    expect(t('sync.offlineN', { n: 3 })).toBe('离线·3')
    expect(t('sync.lastContact', { time: '9:05', ago: '刚才' })).toContain('9:05（刚才）')
    expect(t('sync.waiting', { n: 0 })).toBe('0 条待发')
    expect(t('sync.waiting')).toBe(' 条待发')
  })

  it('takes a value as it is: a brace in it is no name', () => {
    expect(t('sync.open', { text: '{n}' })).toContain('{n}')
  })

  it('shows the key of what it does not know', () => {
    for (const key of [
      'sync.nothing',
      'sync',
      'nothing.at.all',
      'sync.allSent.more',
      'constructor.name',
    ])
      expect([t(key), te(key)]).toEqual([key, false])
    expect(te('sync.allSent')).toBe(true)
  })

  it('changes the language of what is already on the screen', async () => {
    const shown = computed(() => t('sync.allSent'))
    expect(shown.value).toBe('都已送达')
    await useLanguage('en')
    expect(currentLanguage()).toBe('en')
    expect(shown.value).not.toBe('都已送达')
    expect(document.documentElement.lang).toBe('en')
  })

  it('has the words of the desk once they were asked for', async () => {
    const shown = computed(() => te('administration.teams.count'))
    expect(shown.value).toBe(false)
    await useDeskWords()
    expect(shown.value).toBe(true)
    expect(te('sync.allSent')).toBe(true)
  })
})
