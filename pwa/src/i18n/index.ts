import { registerMessageCompiler } from '@intlify/core-base'
import { createI18n } from 'vue-i18n'
import { compileMessage } from './compiler'

registerMessageCompiler(compileMessage as never)

/** One file a part: `zh-CN/<part>.ts` exports `{ <part>: { … } }`. zh-CN ships with the shell, en comes when asked for. */
type Messages = Record<string, unknown>
type Part = { default: Messages }

export const LANGUAGES = ['zh-CN', 'en'] as const
export type Language = (typeof LANGUAGES)[number]

const chinese = import.meta.glob<Part>(['./zh-CN/*.ts', '!./zh-CN/{desk,maps,administration}.ts'], {
  eager: true,
})
/** The desk's words come with the desk. */
const chineseDesk = import.meta.glob<Part>('./zh-CN/{desk,maps,administration}.ts')
const english = import.meta.glob<Part>('./en/*.ts')

function merged(parts: Part[]): Messages {
  return Object.assign({}, ...parts.map((part) => part.default)) as Messages
}

export const i18n = createI18n({
  legacy: false,
  locale: 'zh-CN',
  fallbackLocale: 'zh-CN',
  missingWarn: import.meta.env.DEV,
  fallbackWarn: false,
  messages: { 'zh-CN': merged(Object.values(chinese)) } as unknown as Record<string, never>,
})

export const t = i18n.global.t

export async function useLanguage(language: Language): Promise<void> {
  if (language === 'en' && !i18n.global.availableLocales.includes('en' as never)) {
    const parts = await Promise.all(Object.values(english).map((load) => load())).catch(() => null)
    // Not fetched yet and no network: Chinese until there is one.
    if (!parts) return
    i18n.global.setLocaleMessage('en' as never, merged(parts) as never)
  }
  i18n.global.locale.value = language as never
  document.documentElement.lang = language
}

/** To be awaited before the first desk page. */
export async function useDeskWords(): Promise<void> {
  const parts = await Promise.all(Object.values(chineseDesk).map((load) => load()))
  i18n.global.mergeLocaleMessage('zh-CN', merged(parts) as never)
}

export function currentLanguage(): Language {
  return i18n.global.locale.value as Language
}
