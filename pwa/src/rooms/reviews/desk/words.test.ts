import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { t, te, useDeskWords, useLanguage } from '@/i18n'
import type { Decision, Item, Near, Reason } from './types'
import { chipWords, likeWords, reasonWords, reviewSteps } from './words'

/** The server's table of codes is the list of what has to have words. */
const source = readFileSync('../app/reviews/reasons.py', 'utf8')
const CODES = [
  ...source
    .split('URGENCY = {')[1]!
    .split('}')[0]!
    .matchAll(/"(\w+)":/g),
].map((match) => match[1]!)

const FIGURES: Record<string, Partial<Reason>> = {
  zone_uncertain: { accuracy_m: 18, border_m: 7 },
  clock_off: { minutes: -47 },
  photo_far: { distance_m: 340 },
  photo_time: { minutes: 190 },
  photo_future: { minutes: 15 },
  photo_mismatch: { photos: 2 },
  duplicate: { of: 'x', distance_m: 12, seconds: 360, photo: false },
  amended: { round: 2 },
}
const said = (code: string) => reasonWords({ code, ...FIGURES[code] }, t)

beforeAll(() => useDeskWords())

describe('reasons', () => {
  it('knows the codes of the server', () => expect(CODES.length).toBeGreaterThan(16))

  it.each(['zh-CN', 'en'] as const)('has words for every code in %s', async (language) => {
    await useLanguage(language)
    for (const code of CODES) {
      expect(said(code), code).not.toContain(code)
      expect(said(code), code).not.toMatch(/[{}]|undefined|NaN/)
    }
    await useLanguage('zh-CN')
  })

  it('carries the figures', () => {
    expect(said('zone_uncertain')).toBe('压着边界，±18 m，离边界 7 m')
    expect(said('clock_off')).toBe('手机时钟慢 47 分钟')
    expect(reasonWords({ code: 'clock_off', minutes: 213 }, t)).toBe('手机时钟快 3 小时 33 分')
    expect(said('photo_far')).toBe('照片自带的位置离记录 340 m')
    expect(said('duplicate')).toBe('相距 12 m、相差 6 分钟，另有一条相似的')
    expect(said('amended')).toBe('退回后已补，第 2 次送审')
    expect(said('photo_mismatch')).toContain('2 张')
  })

  it('says of a shared photo that it is one, wherever the records lie', () => {
    const shared = { code: 'duplicate', photo: true, seconds: 90_000 }
    expect(reasonWords(shared, t)).toBe('用了同一张照片')
    expect(reasonWords({ ...shared, distance_m: 5, seconds: 60 }, t)).toMatch(
      /5 m.*，用了同一张照片/,
    )
  })

  it('shows a code of a newer server as it is', () =>
    expect(reasonWords({ code: 'brand_new' }, t)).toBe('brand_new'))
})

describe('two records beside one another', () => {
  const of = (type: string) =>
    ({ kind: 'incident', record: { properties: { type } } }) as unknown as Item
  const near: Near = {
    distance_m: 12,
    seconds: -360,
    same_photo: false,
    alike: 4,
    item: of('nuisance'),
  }

  it('says what they have in common, a line each', () => {
    expect(likeWords(near, of('nuisance'), t)).toEqual([
      '相距 12 m',
      '那条早 6 分钟',
      '同一类：犬吠扰民',
      '照片几乎一样',
    ])
    const later = likeWords({ ...near, alike: 30, seconds: 60 }, of('nuisance'), t)
    expect(later).toEqual(['相距 12 m', '那条晚 1 分钟', '同一类：犬吠扰民'])
    const shared = likeWords({ ...near, same_photo: true, distance_m: null }, of('nuisance'), t)
    expect(shared).toContain('用了同一张照片')
    expect(shared).toContain('有一条没有位置')
  })

  it('says too what speaks against it', () => {
    const words = likeWords({ ...near, distance_m: 1234, seconds: 26 * 3600 }, of('unleashed'), t)
    expect(words.slice(0, 3)).toEqual(['相距 1.2 km', '那条晚 26 小时', '类不同：未牵绳与犬吠扰民'])
  })
})

const CHIPS = [{ code: 'place_vague', name: { 'zh-CN': '地点写具体些', en: 'Say the place' } }]

it('names chips in the language of the page, and unknown ones by their code', () =>
  expect(chipWords(['place_vague', 'later'], CHIPS, 'en')).toEqual(['Say the place', 'later']))

it('tells decisions and results of re-checks in the order in which they happened', () => {
  const decision = (more: Partial<Decision>): Decision => ({
    record_id: 'a',
    other_id: null,
    decision: 'accept',
    round: 1,
    codes: [],
    text: null,
    at: '2026-11-22T10:00:00+00:00',
    by: { id: 'p', name: '督导' },
    ...more,
  })
  const told = reviewSteps(
    {
      record_id: 'a',
      decisions: [
        decision({ decision: 'return', codes: ['place_vague'], text: '哪个门' }),
        decision({
          decision: 'zone',
          codes: ['inside'],
          text: '西侧',
          at: '2026-11-22T11:00:00+00:00',
        }),
        decision({
          decision: 'merge',
          record_id: 'b',
          other_id: 'a',
          at: '2026-11-22T13:00:00+00:00',
        }),
      ],
      rechecks: [
        {
          id: 'r',
          revision: 2,
          record_id: 'a',
          team_id: 't',
          state: 'done',
          text: '',
          due_on: '2026-11-22',
          result: 'nothing_found',
          note: '都牵着',
          done_record_id: null,
          ended_at: '2026-11-22T12:00:00+00:00',
          ended_by: '张三',
        },
      ],
    },
    CHIPS,
    'zh-CN',
    t,
  )
  expect(told.map(({ text }) => text)).toEqual([
    '督导 退回（第 1 次）：地点写具体些，哪个门',
    '督导 判断：在区内，西侧',
    '张三 复查：没有再发现：都牵着',
    '督导 把另一条并入这条',
  ])
  expect(te('reviewing.did.recheck')).toBe(true)
})
