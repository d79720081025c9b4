import { readFileSync } from 'node:fs'
import { compileText } from '../../editor/pipeline/compile-text.ts'
import { type AskedRun, runSettings } from '../../editor/pipeline/run-settings.ts'
import { runStrategy } from '../../editor/pipeline/run-strategy.ts'
import { figureText } from '../../runtime/report/figure-text.ts'
import type { RunReport } from '../../runtime/report/run-report.ts'
import type { Bars } from '../../stdlib/bars.ts'

/** One of the project's strategies, as text. */
export function sampleText(name: string): string {
  return readFileSync(new URL(`../../strategies/${name}`, import.meta.url), 'utf8')
}

/** A run in Node, to hold the page's against. */
export function nodeRun(
  text: string,
  bars: Bars,
  interval: string,
  parameters: Readonly<Record<string, number>> = {},
  terms: Omit<AskedRun, 'parameters'> = {},
): RunReport {
  const { module } = compileText(text)
  const read = runSettings(module!, { parameters, ...terms }, 'SAMPLE')
  if ('problems' in read) throw new Error(read.problems.join(' '))
  return runStrategy(module!, read.settings, {
    bars,
    name: 'sample',
    timezone: 'UTC',
    interval,
    notes: [],
  })
}

/** A figure of a run as pages write it. */
export function figureOf(report: RunReport, key: string): string {
  return figureText(report.figures.find((figure) => figure.key === key)!)
}
