/** What a person chose for this phone. theme.js reads the same key before the first paint. */
import { reactive, watch } from 'vue'

export type Theme = 'system' | 'light' | 'dark' | 'sunlight'

export interface Settings {
  theme: Theme
  language: 'zh-CN' | 'en'
  leftHand: boolean
  /** Photos wait for Wi-Fi; words never do. */
  photosOnWifi: boolean
  /** How long the app may lie in the background before it asks for the PIN again. */
  lockMinutes: '5' | '15' | '60'
}

const KEY = 'qx.settings'
const USUAL: Settings = {
  theme: 'system',
  language: 'zh-CN',
  leftHand: false,
  photosOnWifi: false,
  lockMinutes: '15',
}

function read(): Settings {
  try {
    return { ...USUAL, ...(JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Settings>) }
  } catch {
    return { ...USUAL }
  }
}

export const settings = reactive<Settings>(read())

const BAR: Record<string, string> = { light: '#F2F5F4', dark: '#0D1518', sunlight: '#FFFFFF' }

function show(): void {
  const root = document.documentElement
  if (settings.theme === 'system') delete root.dataset.theme
  else root.dataset.theme = settings.theme
  root.dataset.hand = settings.leftHand ? 'left' : 'right'
  const dark = settings.theme === 'system' && matchMedia('(prefers-color-scheme: dark)').matches
  const bar =
    BAR[settings.theme === 'system' ? (dark ? 'dark' : 'light') : settings.theme] ?? '#F2F5F4'
  document.querySelector('meta[name="theme-color"]')?.setAttribute('content', bar)
}

export function startSettings(onLanguage: (language: Settings['language']) => void): void {
  watch(
    settings,
    () => {
      localStorage.setItem(KEY, JSON.stringify(settings))
      show()
    },
    { deep: true },
  )
  watch(() => settings.language, onLanguage, { immediate: true })
  show()
}
