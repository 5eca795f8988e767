import { ref, shallowReactive } from 'vue'
import { filled, textAt, type Texts, type Values } from './texts'

/** One file a part: `zh-CN/<part>.ts` exports `{ <part>: { … } }`. zh-CN ships with the shell, en comes when asked for. */
type Part = { default: Texts }

export const LANGUAGES = ['zh-CN', 'en'] as const
export type Language = (typeof LANGUAGES)[number]

const chinese = import.meta.glob<Part>(
  [
    './zh-CN/*.ts',
    '!./zh-CN/{desk,maps,zones,sites,rosters,figures,administration,programs,quarantine,verify,reviewing}.ts',
  ],
  {
    eager: true,
  },
)
/** The desk's words come with the desk. */
const chineseDesk = import.meta.glob<Part>(
  './zh-CN/{desk,maps,zones,sites,rosters,figures,administration,programs,quarantine,verify,reviewing}.ts',
)
const english = import.meta.glob<Part>('./en/*.ts')

function merged(parts: Part[]): Texts {
  return Object.assign({}, ...parts.map((part) => part.default)) as Texts
}

const language = ref<Language>('zh-CN')
const words = shallowReactive<{ 'zh-CN': Texts; en?: Texts }>({
  'zh-CN': merged(Object.values(chinese)),
})

/** What no language has is shown as its key. */
export function t(key: string, values: Values = {}): string {
  const text = textAt(words[language.value], key) ?? textAt(words['zh-CN'], key)
  return text === undefined ? key : filled(text, values)
}

export function te(key: string): boolean {
  return textAt(words[language.value], key) !== undefined
}

export function currentLanguage(): Language {
  return language.value
}

export async function useLanguage(wanted: Language): Promise<void> {
  if (wanted === 'en' && !words.en) {
    const parts = await Promise.all(Object.values(english).map((load) => load())).catch(() => null)
    // Not fetched yet and no network: Chinese until there is one.
    if (!parts) return
    words.en = merged(parts)
  }
  language.value = wanted
  document.documentElement.lang = wanted
}

let deskWords = false

/** A step within the desk waits for nothing: a key that is pressed after it finds it done. */
export const hasDeskWords = () => deskWords

/** To be awaited before the first desk page. */
export async function useDeskWords(): Promise<void> {
  const parts = await Promise.all(Object.values(chineseDesk).map((load) => load()))
  words['zh-CN'] = { ...words['zh-CN'], ...merged(parts) }
  deskWords = true
}
