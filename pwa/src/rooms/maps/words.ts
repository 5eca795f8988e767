/** How a record is called in list, drawer and on the map. Pure: the translator comes from outside. */
import { kindOf } from '@/ui/kinds'
import { lengthWords } from '@/ui/lengths'
import type { MapItem, PhotoFlag, RecordData, RecordKind } from './types'

type Translate = (key: string, values?: Record<string, unknown>) => string

export function topicWord(topic: string | null | undefined, t: Translate): string {
  if (!topic) return ''
  return topic === 'other' ? t('maps.topic.other') : t(`ui.kind.${kindOf(topic).code}`)
}

/** "未牵绳", "劝导 · 未牵绳", "流浪犬 · 2 只" */
export function titleOf(item: MapItem, t: Translate): string {
  if (item.kind === 'persuasion')
    return [t('ui.kind.persuasion'), topicWord(item.type, t)].filter(Boolean).join(' · ')
  if (item.kind === 'capture')
    return [t('ui.kind.stray'), item.count ? t('maps.dogs', { n: item.count }) : '']
      .filter(Boolean)
      .join(' · ')
  return t(`ui.kind.${kindOf(item.mark).code}`)
}

/** What was done, in a word or two. */
export function doneWord(item: MapItem, t: Translate): string {
  if (item.kind === 'incident') return item.action ? t(`ui.action.${item.action}`) : ''
  if (item.kind === 'capture') return item.method ? t(`maps.method.${item.method}`) : ''
  return item.people_at_least ? t('maps.people', { n: item.people_at_least }) : ''
}

/** "大型犬 · 黄 · 中华田园犬" */
export function dogWords(data: RecordData, t: Translate): string {
  const dog = data.dog ?? data.traits
  if (!dog) return ''
  const size = dog.size ? t(`maps.size.${dog.size}`) : ''
  return [size, dog.colour, dog.breed].filter(Boolean).join(' · ')
}

export function detailTitle(
  kind: RecordKind,
  data: RecordData,
  t: Translate,
): { mark: string; title: string } {
  if (kind === 'persuasion')
    return {
      mark: 'persuasion',
      title: [t('ui.kind.persuasion'), topicWord(data.topic, t)].filter(Boolean).join(' · '),
    }
  const mark = kind === 'capture' ? 'stray' : (data.type ?? 'other')
  const dog = data.dog ?? data.traits
  const size = dog?.size ? t(`maps.size.${dog.size}`) : ''
  const count = kind === 'capture' && data.count ? t('maps.dogs', { n: data.count }) : ''
  const name = t(`ui.kind.${kindOf(mark).code}`)
  return { mark, title: [name, count, size].filter(Boolean).join(' · ') }
}

function oneArticle(article: string, t: Translate): string {
  const match = /^(\d+)(?:[（(](\d+)[）)])?$/.exec(article.trim())
  if (!match) return article
  const [, n, p] = match
  return p ? t('maps.paragraph', { n, p }) : t('maps.article', { n })
}

/** "第 24 条第 1 款" of `24（1）`, one after the other of `5、9`; what is written otherwise stays as it is. */
export function articleWords(articles: string, t: Translate): string {
  return articles
    .split('、')
    .map((article) => oneArticle(article, t))
    .join(t('maps.comma'))
}

/** "照片自带的位置离记录 1200 米" */
export function flagWords(flag: PhotoFlag, t: Translate): string {
  const minutes = Math.abs(flag.minutes ?? 0)
  const apart =
    minutes < 120
      ? t('maps.flag.minutes', { n: minutes })
      : t('maps.flag.hours', { n: Math.round(minutes / 60) })
  return t(`maps.flag.${flag.code}`, { n: flag.distance_m ?? 0, apart })
}

/** "手机比服务器慢 3 小时 33 分"; the offset is server minus phone. */
export function clockWords(offsetMs: number | null | undefined, t: Translate): string {
  if (offsetMs == null) return t('maps.clock.unknown')
  const seconds = Math.round(Math.abs(offsetMs) / 1000)
  if (seconds <= 1) return t('maps.clock.same')
  const apart =
    seconds < 120 ? t('maps.clock.seconds', { n: seconds }) : lengthWords(seconds / 60, t)
  return t(offsetMs > 0 ? 'maps.clock.behind' : 'maps.clock.ahead', { apart })
}
