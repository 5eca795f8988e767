/** Reads what `docs/sync.md` says, so that tests hold the code against the document. For tests only. */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { ChangeEvent, Stage } from '@/local/life'

const DOCUMENT = resolve(import.meta.dirname, '../../../docs/sync.md')
const cells = (line: string) =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.replaceAll('`', '').trim())

/** The table below the heading "The life of a change"; `·` means that the event changes nothing. */
export function lifeInTheDocument(): Record<Stage, Record<ChangeEvent, Stage>> {
  const text = readFileSync(DOCUMENT, 'utf8').split('### The life of a change')[1] ?? ''
  const table = /\n\n(\|[^]*?)\n\n/.exec(text)?.[1] ?? ''
  const [head, , ...rows] = table.split('\n')
  const stages = cells(head ?? '').slice(1) as Stage[]
  const life = Object.fromEntries(
    stages.map((stage) => [stage, {} as Record<ChangeEvent, Stage>]),
  ) as Record<Stage, Record<ChangeEvent, Stage>>
  for (const row of rows) {
    const [event, ...to] = cells(row)
    stages.forEach((stage, at) => {
      life[stage][event as ChangeEvent] = to[at] === '·' ? stage : (to[at] as Stage)
    })
  }
  return life
}
