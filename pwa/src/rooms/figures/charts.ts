/** The three charts of a board as ECharts options: colours and patterns of the families, numbers that can be pressed. */
import type { EChartsCoreOption } from 'echarts/core'
import { FAMILIES, FAMILY_ORDER } from '@/ui/kinds'
import type { TokenReader } from '@/ui/theme'
import type { Board, Span } from './types'

type Translate = (key: string, values?: Record<string, unknown>) => string

function frame(token: TokenReader) {
  const ink = token('--qx-ink-2')
  const line = token('--qx-line')
  return {
    animation: false,
    aria: { enabled: true, label: { enabled: false }, decal: { show: true } },
    textStyle: { fontFamily: token('--qx-font'), color: ink },
    grid: { left: 8, right: 12, top: 16, bottom: 4, containLabel: true },
    tooltip: {
      trigger: 'axis' as const,
      backgroundColor: token('--qx-surface'),
      borderColor: line,
      textStyle: { color: token('--qx-ink') },
    },
    yAxis: {
      type: 'value' as const,
      minInterval: 1,
      axisLabel: { color: ink },
      splitLine: { lineStyle: { color: line } },
    },
    xAxis: { axisLabel: { color: ink }, axisLine: { lineStyle: { color: line } } },
  }
}

export function stepName(from: string, span: Span): string {
  return span === 'month' ? from.slice(0, 7) : from.slice(5)
}

/** A piece without height has no edge that would be seen as one. */
const NOTHING = { value: 0, itemStyle: { borderWidth: 0 } }

export function familiesChart(
  board: Board,
  span: Span,
  token: TokenReader,
  t: Translate,
): EChartsCoreOption {
  const { xAxis, ...rest } = frame(token)
  const lifting = token('--qx-k-edge')
  const edge = lifting === 'transparent' ? token('--qx-m-outline') : lifting
  return {
    ...rest,
    xAxis: {
      ...xAxis,
      type: 'category',
      data: board.steps.map(({ from }) => stepName(from, span)),
    },
    series: FAMILY_ORDER.map((family) => ({
      id: family,
      name: t(`ui.family.${family}`),
      type: 'bar',
      stack: 'all',
      barMaxWidth: 44,
      itemStyle: {
        color: token(FAMILIES[family].fill),
        borderColor: edge,
        borderWidth: 0.6,
      },
      data: board.steps.map(({ families }) => families[family] || NOTHING),
    })),
  }
}

export function hoursChart(board: Board, token: TokenReader, t: Translate): EChartsCoreOption {
  const { xAxis, aria: _, ...rest } = frame(token)
  const peak = { itemStyle: { color: token('--qx-primary-tint') } }
  return {
    ...rest,
    xAxis: { ...xAxis, type: 'category', data: board.hours.map((_count, hour) => String(hour)) },
    series: [
      {
        name: t('figures.incidents'),
        type: 'bar',
        barMaxWidth: 24,
        itemStyle: { color: token('--qx-primary'), borderRadius: [4, 4, 0, 0] },
        data: board.hours,
        markArea: {
          silent: true,
          label: { color: token('--qx-ink-2') },
          data: [
            [{ name: t('figures.morning'), xAxis: '6', ...peak }, { xAxis: '8' }],
            [{ name: t('figures.evening'), xAxis: '18', ...peak }, { xAxis: '20' }],
          ],
        },
      },
    ],
  }
}

const TREND = [
  { name: 'persuaded', colour: '--qx-primary', type: 'solid', symbol: 'circle' },
  { name: 'ordered_to_correct', colour: '--qx-warn', type: 'dashed', symbol: 'rect' },
  { name: 'case_proposed', colour: '--qx-conflict', type: 'dotted', symbol: 'triangle' },
] as const

/** Pixels of a line's name at its end: a Chinese character is as wide as it is high, a letter half of that. */
const widthOf = (name: string) =>
  [...name].reduce((width, letter) => width + (letter > '\u2e80' ? 12 : 6.5), 0)

export function trendChart(board: Board, token: TokenReader, t: Translate): EChartsCoreOption {
  const { xAxis, aria: _, ...rest } = frame(token)
  const names = TREND.map(({ name }) => t(`ui.action.${name}`))
  return {
    ...rest,
    grid: { ...rest.grid, right: 28 + Math.max(...names.map(widthOf)) },
    xAxis: { ...xAxis, type: 'category', data: board.weeks.map(({ from }) => from.slice(5)) },
    series: TREND.map(({ name, colour, type, symbol }) => ({
      name: t(`ui.action.${name}`),
      type: 'line',
      symbol,
      symbolSize: 8,
      lineStyle: { color: token(colour), type, width: 2.5 },
      itemStyle: { color: token(colour) },
      endLabel: { show: true, formatter: '{a}', color: token(colour) },
      // lines that end close together keep their names apart
      labelLayout: { moveOverlap: 'shiftY' },
      data: board.weeks.map((week) => week[name]),
    })),
  }
}
