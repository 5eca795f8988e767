// @vitest-environment node
import { expect, it } from 'vitest'
import { looksLikeNumber, withRightBrackets } from './numbers'

it('puts right the brackets round the year, and nothing else', () => {
  const right = '南政通〔2025〕3号'
  for (const [open, close] of ['()', '[]', '（）', '【】', '〔〕', '﹝﹞', '［］', '(）'].map(
    (pair) => [...pair],
  ))
    expect(withRightBrackets(`南政通${open}2025${close}3号`)).toBe(right)
  expect(withRightBrackets('南政通 [ 2025 ] 3 号')).toBe('南政通 〔2025〕 3 号')
  expect(withRightBrackets('关于犬只的公告（试行）')).toBe('关于犬只的公告（试行）')
})

it('knows what looks like one', () => {
  for (const good of ['南政发〔2026〕18号', '津公南开函〔2022〕12号', ' 嘉综执〔2019〕54号 '])
    expect(looksLikeNumber(good)).toBe(true)
  for (const odd of [
    '南政发2026 18号',
    '〔2026〕18号',
    '南政发〔26〕18号',
    '南政发〔2026〕018号',
    '公告',
    '南政发〔2026〕第18号',
  ])
    expect(looksLikeNumber(odd)).toBe(false)
})
