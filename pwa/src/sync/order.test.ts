// @vitest-environment node
import { describe, expect, it } from 'vitest'
import type { ChangeState, OutboxRow } from '@/local/rows'
import { sendable } from './order'

function row(
  seq: number,
  record: string,
  more: Partial<OutboxRow> & { patrol?: string } = {},
): OutboxRow {
  const { patrol, ...rest } = more
  return {
    seq,
    change_id: `c${seq}`,
    record,
    person: 'p',
    kind: patrol ? 'incident' : 'patrol',
    op: 'put',
    base: 0,
    after: null,
    state: 'queued',
    created_at: '',
    body: {
      data: patrol ? { patrol_id: patrol } : {},
      capturedAt: '',
      evidence: null,
      refusal: null,
    },
    ...rest,
  }
}

const ids = (rows: OutboxRow[]) => rows.map((one) => one.change_id)
const state = (value: ChangeState) => ({ state: value })

describe('what may go, in which order', () => {
  it.each<[string, OutboxRow[], string[]]>([
    ['oldest first', [row(2, 'b'), row(1, 'a')], ['c1', 'c2']],
    [
      'a patrol before what was noted on it',
      [row(1, 'i', { patrol: 'P' }), row(2, 'P')],
      ['c2', 'c1'],
    ],
    [
      'a record before the look that was taken at it again',
      [row(1, 'l', { body: { ...row(1, 'l').body, data: { about: 'a' } } }), row(2, 'a')],
      ['c2', 'c1'],
    ],
    [
      'an edit after the change it rests on',
      [row(1, 'a'), row(2, 'a', { after: 'c1' })],
      ['c1', 'c2'],
    ],
    [
      'a refused patrol keeps nobody: the server holds what was noted on it',
      [row(1, 'P', state('refused')), row(2, 'i', { patrol: 'P' })],
      ['c2'],
    ],
    [
      'a refused edit of a known patrol keeps nobody',
      [row(1, 'P', { ...state('refused'), base: 4 }), row(2, 'i', { patrol: 'P' })],
      ['c2'],
    ],
    [
      'what rests on a refused change stays',
      [row(1, 'a', state('refused')), row(2, 'a', { after: 'c1' }), row(3, 'b')],
      ['c3'],
    ],
    [
      'a conflict keeps what follows it',
      [row(1, 'a', state('conflict')), row(2, 'a', { after: 'c1' })],
      [],
    ],
    ['what was under way goes again', [row(1, 'a', state('sending'))], ['c1']],
    ['what is held is asked about again', [row(1, 'a', state('held'))], ['c1']],
    ['an unknown parent keeps nobody', [row(1, 'i', { patrol: 'elsewhere' })], ['c1']],
  ])('%s', (_name, rows, expected) => {
    expect(ids(sendable(rows))).toEqual(expected)
  })

  it('leaves out what was tried in this round', () => {
    expect(ids(sendable([row(1, 'a'), row(2, 'b')], new Set([1])))).toEqual(['c2'])
  })
})
