// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { fieldWords, objectedFields, problemWords } from './problems'

const t = (key: string) => key

describe('problem documents', () => {
  const taken = {
    status: 409,
    code: 'username_taken',
    detail: '请换一个账号。',
    fields: { username: '请换一个账号。' },
  }

  it('speak with the words of the server', () => {
    expect(problemWords(taken, t)).toBe('请换一个账号。')
    expect(fieldWords(taken, 'username')).toBe('请换一个账号。')
    expect(objectedFields(taken)).toEqual(['username'])
  })

  it('find a field however deep the server names it', () => {
    expect(fieldWords({ status: 422, fields: { 'roles.0': ['只能是：officer'] } }, 'roles')).toBe(
      '只能是：officer',
    )
    expect(fieldWords({ status: 422, fields: {} }, 'roles')).toBeNull()
  })

  it('tell no network from no answer', () => {
    expect(problemWords(new Error('no answer'), t)).toBe('ui.problem.offline')
    expect(problemWords({ status: 404, detail: '' }, t)).toBe('ui.problem.missing')
    expect(problemWords({ status: 502, detail: '' }, t)).toBe('ui.problem.server')
  })
})

it('says of a search what its words lack, and of a form that its fields say it', () => {
  const invalid = (fields: Record<string, unknown>) => {
    return { status: 422, code: 'invalid', detail: '请按下面的提示改好', fields }
  }
  expect(problemWords(invalid({ q: ['只留几个字'] }), t)).toBe('只留几个字')
  expect(problemWords(invalid({ name: ['要填'] }), t)).toBe('请按下面的提示改好')
})
