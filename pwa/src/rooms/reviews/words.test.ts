import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { t, te, useLanguage } from '@/i18n'
import { returnWords } from './words'

const FOLDER = '../app/reviews/data'
interface Chips {
  reasons: { code: string; name: Record<'zh-CN' | 'en', string> }[]
}
const chips = readdirSync(FOLDER).flatMap(
  (name) => (JSON.parse(readFileSync(`${FOLDER}/${name}`, 'utf8')) as Chips).reasons,
)

it.each(['zh-CN', 'en'] as const)(
  'the phone has the words of every chip in %s',
  async (language) => {
    await useLanguage(language)
    expect(chips.length).toBeGreaterThan(3)
    for (const { code, name } of chips) expect(t(`reviews.chip.${code}`)).toBe(name[language])
    await useLanguage('zh-CN')
  },
)

it('says chips and own words together, and always something', () => {
  expect(returnWords({ codes: ['place_vague', 'tag_close_up'], text: ' 是哪个门 ' })).toBe(
    '地点写具体些，补犬牌近照，是哪个门',
  )
  expect(returnWords({ codes: ['of_next_year'], text: '再拍' })).toBe('再拍')
  expect(returnWords({ codes: ['of_next_year'], text: null })).toBe(t('reviews.askSupervisor'))
  expect(te('reviews.chip.of_next_year')).toBe(false)
})
