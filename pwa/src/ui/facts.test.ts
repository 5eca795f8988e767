// @vitest-environment node
import { describe, expect, it } from 'vitest'
import chinese from '@/i18n/zh-CN/ui'
import english from '@/i18n/en/ui'
import { accuracyText, CERTAINTY_ROLE, certaintyOf, DELIVERY_LOOK, VERDICT_LOOK } from './facts'

describe('the three facts', () => {
  it('never takes a word it does not know for certainty', () => {
    expect(certaintyOf('uncertain')).toBe('uncertain')
    expect(certaintyOf('probably')).toBe('unknown')
    expect(certaintyOf(null)).toBe('unknown')
  })

  it('says the border is not certain, and never calls it inside', () => {
    expect(chinese.ui.zone.uncertain).toBe('压着边界，说不准')
    expect(CERTAINTY_ROLE.uncertain).toBe('warn')
  })

  it('writes the radius in whole metres, and nothing when there is none', () => {
    expect(accuracyText(6.4)).toBe('±6 m')
    expect(accuracyText(0.2)).toBe('±1 m')
    expect(accuracyText(null)).toBe('')
    expect(accuracyText(Number.NaN)).toBe('')
  })

  it('has a word for every state in both languages', () => {
    for (const { ui } of [chinese, english]) {
      expect(Object.keys(ui.zone).sort()).toEqual(Object.keys(CERTAINTY_ROLE).sort())
      expect(Object.keys(ui.delivery).sort()).toEqual(Object.keys(DELIVERY_LOOK).sort())
      for (const verdict of Object.keys(VERDICT_LOOK)) expect(ui.evidence).toHaveProperty(verdict)
    }
  })

  it('keeps to the wording rules', () => {
    expect(JSON.stringify(chinese)).not.toMatch(/失败|错误|非法|！|!/)
  })
})
