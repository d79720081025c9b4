/**
 * Prints, as JSON, milliseconds from a text of a thousand lines to its diagnostics: of the whole
 * text, and after an edit inside one statement, as an editor has it analysed. A warm process;
 * every text is one never seen; what an edit gives is compared with a whole check first.
 */
import { readFileSync } from 'node:fs'
import { type AnalyseEdited, analyse, analyseEdits } from '../../language/service/analyse.ts'
import { BUILTINS } from '../../stdlib/builtins.ts'
import { thousandLines } from './thousand-lines.ts'

/** Milliseconds: the median and the 95th percentile of whole checks, and of edits. */
export interface CheckSpeed {
  readonly lines: number
  readonly full: Percentiles
  readonly edit: Percentiles
}

export interface Percentiles {
  readonly p50: number
  readonly p95: number
}

const EDITS = 400
const WARMUP = 100

const source = thousandLines(readFileSync(process.argv[2]!, 'utf8'))
const whole: AnalyseEdited = (text) => analyse(text, BUILTINS)
const full: number[] = []
for (let round = 0; round < 60; round++)
  full.push(timed(whole, source.replace('ROUND', `${round}`)))
const edited = analyseEdits(BUILTINS)
const numbers = [...source.matchAll(/(?<=[ (])\d+(?=[),\n])/g)]
const edits: number[] = []
for (let edit = 0; edit < EDITS; edit++) {
  // All over the text, one after the other: a number becomes another one.
  const { index, 0: number } = numbers[(edit * 7_919) % numbers.length]!
  const text =
    source.slice(0, index) + (Number(number) + 1 + edit) + source.slice(index + number.length)
  edits.push(timed(edited, text))
  if (edit % 40 === 0) expectSame(edited(text).diagnostics, whole(text).diagnostics)
}
const speed: CheckSpeed = {
  lines: source.split('\n').length,
  full: percentiles(full.slice(20)),
  edit: percentiles(edits.slice(WARMUP)),
}
console.log(JSON.stringify(speed))

function timed(check: AnalyseEdited, text: string): number {
  const start = performance.now()
  const { diagnostics } = check(text)
  const took = performance.now() - start
  if (diagnostics.some(({ severity }) => severity === 'error')) throw new Error('an error')
  return took
}

function percentiles(times: readonly number[]): Percentiles {
  const sorted = [...times].sort((a, b) => a - b)
  const at = (part: number): number => sorted[Math.floor(sorted.length * part)]!
  return { p50: at(0.5), p95: at(0.95) }
}

function expectSame(left: unknown, right: unknown): void {
  if (JSON.stringify(left) !== JSON.stringify(right))
    throw new Error('an edit gives another answer')
}
