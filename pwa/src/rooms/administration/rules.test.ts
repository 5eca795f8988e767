// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { changeOf, detailLines, emptyForm, formOf, missing } from './rules'
import type { PersonRow } from './types'

const person: PersonRow = {
  id: 'p1',
  username: 'officer1',
  name: '陈明',
  roles: ['officer'],
  organisation: { id: '330402', name: '南湖区' },
  teams: [],
  active: true,
  must_change_password: false,
}

describe('the form of a person', () => {
  it('says what is still missing', () => {
    expect(missing({ ...emptyForm(), roles: [] })).toEqual([
      'name',
      'username',
      'roles',
      'organisation_id',
    ])
    expect(missing(formOf(person))).toEqual([])
    expect(missing({ ...formOf(person), username: 'a b' })).toEqual(['username'])
  })

  it('sends only what differs', () => {
    expect(changeOf(formOf(person), person)).toEqual({})
    expect(changeOf({ ...formOf(person), name: ' 陈铭 ' }, person)).toEqual({ name: '陈铭' })
    expect(changeOf({ ...formOf(person), roles: ['supervisor', 'officer'] }, person)).toEqual({
      roles: ['supervisor', 'officer'],
    })
    const moved = { ...formOf(person), organisation: { id: '330402001', name: '东栅街道' } }
    expect(changeOf(moved, person)).toEqual({ organisation_id: '330402001' })
  })

  it('takes the order of roles for nothing', () => {
    const both = { ...person, roles: ['officer' as const, 'supervisor' as const] }
    expect(changeOf({ ...formOf(both), roles: ['supervisor', 'officer'] }, both)).toEqual({})
  })
})

it('reads the detail of an audit entry, however it is grouped', () => {
  const detail = {
    changed: { name: ['陈明', '陈铭'], active: [true, false] },
    reason: null,
    roles: 'officer',
  }
  expect(detailLines(detail)).toEqual([
    { field: 'name', values: ['陈明', '陈铭'] },
    { field: 'active', values: ['true', 'false'] },
    { field: 'roles', values: ['officer'] },
  ])
})
