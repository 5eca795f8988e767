// @vitest-environment node
import { expect, it } from 'vitest'
import { articleWords, clockWords, flagWords } from './words'

const t = (key: string, values?: Record<string, unknown>) =>
  `${key} ${Object.values(values ?? {}).join(',')}`.trim()

it('reads articles as the law counts them', () => {
  expect(articleWords('15', t)).toBe('maps.article 15')
  expect(articleWords('24（1）', t)).toBe('maps.paragraph 24,1')
  expect(articleWords('5、9', t)).toBe('maps.article 5maps.commamaps.article 9')
  expect(articleWords('附则', t)).toBe('附则')
})

it('tells how far the clocks were apart', () => {
  expect(clockWords(null, t)).toBe('maps.clock.unknown')
  expect(clockWords(-400, t)).toBe('maps.clock.same')
  expect(clockWords(2100, t)).toBe('maps.clock.behind maps.clock.seconds 2')
  expect(clockWords(-600_000, t)).toBe('maps.clock.ahead desk.length.minutes 10')
})

it('says how far a photo is from its record, in figures that mean something', () => {
  expect(flagWords({ code: 'exif_far', distance_m: 250 }, t)).toBe(
    'maps.flag.exif_far 250,maps.flag.minutes 0',
  )
  expect(flagWords({ code: 'exif_time', minutes: 11 }, t)).toBe(
    'maps.flag.exif_time 0,maps.flag.minutes 11',
  )
  expect(flagWords({ code: 'exif_future', minutes: 1440 }, t)).toBe(
    'maps.flag.exif_future 0,maps.flag.hours 24',
  )
})
