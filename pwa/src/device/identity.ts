/** The phone's own id, made once per browser profile. Kept in two places, as browsers clear them one at a time. */
import { v7 as uuidv7 } from 'uuid'
import { DEVICE, readMeta, writeMeta } from '@/local/meta'

export async function deviceId(): Promise<string> {
  const known = localStorage.getItem(DEVICE) ?? (await readMeta<string>(DEVICE))
  const id = known ?? uuidv7()
  if (localStorage.getItem(DEVICE) !== id) localStorage.setItem(DEVICE, id)
  if ((await readMeta<string>(DEVICE)) !== id) await writeMeta(DEVICE, id)
  return id
}

const MODELS: [RegExp, string][] = [
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/HarmonyOS/i, 'HarmonyOS'],
  [/Android [\d.]+; ([^;)]+)/, 'Android'],
  [/Windows/, 'Windows'],
  [/Macintosh/, 'Mac'],
  [/Linux/, 'Linux'],
]

/** A name that an administrator recognises in the list of devices. */
export function deviceName(agent = navigator.userAgent): string {
  const found = MODELS.find(([pattern]) => pattern.test(agent))
  if (!found) return 'Web'
  const detail = found[0].exec(agent)?.[1]?.trim()
  return detail && detail !== 'K' ? `${found[1]} ${detail}` : found[1]
}
