import { expect, test } from 'vitest'
import { compileText } from '../../editor/pipeline/compile-text.ts'
import { runSettings } from '../../editor/pipeline/run-settings.ts'
import { runStrategy } from '../../editor/pipeline/run-strategy.ts'
import { reportDocument } from '../../runtime/report/json.ts'
import { exactData } from '../../runtime/report/page-data.ts'
import { terminalReport } from '../../runtime/report/terminal.ts'
import type { Bars } from '../../stdlib/bars.ts'

const CLOSE = [10, 11, 10, 12, 13, 9]

function barsOf(close: readonly number[]): Bars {
  const prices = () => Float64Array.from(close)
  return {
    length: close.length,
    time: Float64Array.from(close, (_, bar) => Date.UTC(2024, 0, 2 + bar)),
    ...{ open: prices(), high: prices(), low: prices(), close: prices() },
    volume: new Float64Array(close.length),
  }
}

test('what a strategy says, with the values of the bar', () => {
  const { module, diagnostics } = compileText(
    'strategy "S"\ntimeframe 1d\nlet mean = sma(close, 2)\nlet pair = {top: mean + 1}\n' +
      'enter long when close > mean\n  size 10 shares\n' +
      'alert "{symbol}: {close} over {mean}, {pair.top}" when close > mean\n' +
      'mark "holding" when position > 0\nplot close\nfill mean to pair.top\n',
  )
  expect(diagnostics).toEqual([])
  const read = runSettings(module!, { parameters: {} }, 'XYZ')
  if ('problems' in read) throw new Error(read.problems.join())
  const report = runStrategy(module!, read.settings, {
    bars: barsOf(CLOSE),
    name: 'test',
    timezone: 'UTC',
    interval: '1d',
    notes: [],
  })
  expect(report.signals.filter(({ kind }) => kind === 'alert')).toEqual([
    { bar: 1, kind: 'alert', text: 'XYZ: 11 over 10.5, 11.5' },
    { bar: 3, kind: 'alert', text: 'XYZ: 12 over 11, 12' },
    { bar: 4, kind: 'alert', text: 'XYZ: 13 over 12.5, 13.5' },
  ])
  const marked = report.signals.filter(({ kind }) => kind === 'mark').map(({ bar }) => bar)
  expect(marked).toEqual([2, 3, 4, 5])
  expect(reportDocument(report).alerts).toHaveLength(3)
  expect(terminalReport(report, { width: 80, colour: false })).toContain('Alerts: 3\n')
  const page = exactData(report)
  expect(page.plots.map(({ label }) => label)).toEqual(['close'])
  expect(page.fills).toHaveLength(1)
  expect([...(page.fills[0]!.from as Float64Array)].slice(1)).toEqual([10.5, 10.5, 11, 12.5, 11])
})
