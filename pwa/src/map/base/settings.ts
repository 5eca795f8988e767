/** Which base map the office has chosen. The answer stays on this device: without a network the map is the same. */
import { http } from '@/http'

export interface BaseSettings {
  kind: 'none' | 'pmtiles' | 'tianditu' | 'xyz'
  system: 'wgs84' | 'gcj02'
  /** Addresses of tiles, the lowest layer first. */
  layers: string[][]
  file: { size: number; version: string } | null
  attribution: string
  /** 审图号 */
  approval: string
  last_zoom: number
}

export const NO_BASE: BaseSettings = {
  kind: 'none',
  system: 'wgs84',
  layers: [],
  file: null,
  attribution: '',
  approval: '',
  last_zoom: 0,
}

const KEY = 'qx.base-map'
let asked: Promise<BaseSettings> | null = null

function kept(): BaseSettings | null {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? 'null') as BaseSettings | null
  } catch {
    return null
  }
}

async function ask(): Promise<BaseSettings> {
  const found = await http.get<BaseSettings>('/base-map')
  localStorage.setItem(KEY, JSON.stringify(found))
  return found
}

/** What is known at once; else what the server says; nothing when it says nothing. Asked once for each page. */
export async function baseSettings(): Promise<BaseSettings> {
  asked ??= ask().catch(() => {
    asked = null
    return kept() ?? NO_BASE
  })
  return kept() ?? (await asked)
}

/** What the server says now. Raises what http.ts raises. */
export const freshSettings = ask
