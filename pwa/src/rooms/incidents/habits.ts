/** What this person used last and most, to preselect it. Stays on the phone. */
import { readMeta, writeMeta } from '@/local/meta'
import type { Action } from './types'

export interface Habits {
  uses: Record<string, number>
  lastType?: string
  lastAction?: Action
}

const key = (person: string) => `habits.${person}`

export async function habitsOf(person: string): Promise<Habits> {
  return (await readMeta<Habits>(key(person))) ?? { uses: {} }
}

export async function noteUse(person: string, type: string, action: Action): Promise<void> {
  const { uses } = await habitsOf(person)
  const counted = { ...uses, [type]: (uses[type] ?? 0) + 1 }
  await writeMeta(key(person), { uses: counted, lastType: type, lastAction: action })
}
