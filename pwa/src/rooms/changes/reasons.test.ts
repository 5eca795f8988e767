// @vitest-environment node
import { expect, it } from 'vitest'
import { reasonOf } from './reasons'

const refusal = (message: string, fields: Record<string, unknown>) => ({
  code: 'bad_data',
  message,
  fields,
})

it.each([
  [
    refusal('看一下这几项。', { team_id: '请选自己的队伍。' }),
    '看一下这几项。 哪个队：请选自己的队伍。',
  ],
  [refusal('', { keeper: { id_number: ['对不上'] } }), '证件号：对不上'],
  [refusal('', { place: ['太长', '换行'] }), '地点：太长，换行'],
  [
    refusal('没有这个队伍：请选自己的队伍。', { team_id: '请选自己的队伍。' }),
    '没有这个队伍：请选自己的队伍。',
  ],
  [refusal('', {}), '服务器没说原因，可改后再发'],
  [null, '服务器没说原因，可改后再发'],
])('a reason names fields as the form does: %j', (said, expected) => {
  expect(reasonOf(said)).toBe(expected)
})
