import { zoneOf } from '../../runtime/calendar/zone.ts'
import {
  decimalsOf,
  isIntraday,
  moneyText,
  numberText,
  quantityText,
  timeFormat,
} from '../../runtime/report/format.ts'
import type { RunReport } from '../../runtime/report/run-report.ts'
import { plainText } from '../../runtime/report/words.ts'
import { checkText } from '../pipeline/check-text.ts'
import type { Part } from '../pipeline/why/parts.ts'
import { type RuleWhy, type Why, whyAt } from '../pipeline/why/why.ts'
import {
  headTexts,
  OUTCOMES,
  orderText,
  partText,
  sizingText,
  type WhyFormats,
} from '../pipeline/why/why-text.ts'
import { EXIT, type ExitCode } from './exit-code.ts'
import { librariesBeside } from './libraries-beside.ts'
import { makeRun } from './make-run.ts'
import { type Paint, paint } from './paint.ts'
import { progress } from './progress.ts'
import type { RunFlags } from './run-flags.ts'
import { readModule } from './strategy-module.ts'
import type { Terminal } from './terminal.ts'

export interface WhyFlags extends RunFlags {
  /** A day, or a day and a time in the zone of the prices. */
  readonly at: string
}

/**
 * `strat why`: what every rule saw at a bar's close and what became of its orders, as text or, with
 * `--json`, as one `Why`.
 */
export async function whyCommand(
  path: string,
  flags: WhyFlags,
  terminal: Terminal,
): Promise<ExitCode> {
  const strategy = readModule(path, terminal)
  if (typeof strategy === 'number') return strategy
  const refuse = (problems: readonly string[]): ExitCode => {
    terminal.err(problems.map((problem) => `${problem}\n`).join(''))
    return EXIT.usage
  }
  const steps = progress(terminal)
  const made = await makeRun(strategy.module, flags, steps.step)
  steps.done()
  if ('problems' in made) return refuse(made.problems)
  const { report } = made
  const found = barAt(flags.at, report)
  if ('problem' in found) return refuse([found.problem])
  const { program, source } = checkText(strategy.text, librariesBeside(path, strategy.text))
  const why = whyAt(program!, source, report, found.bar)
  if (flags.json === true) terminal.out(`${JSON.stringify(why, null, 2)}\n`)
  else terminal.out(whyText(path, why, report, paint(terminal.outColour)))
  return EXIT.ok
}

/**
 * The bar that a text means: the one in which that instant lies; of a day with several bars the
 * first at which the run decided or filled something, else the last.
 */
function barAt(
  text: string,
  report: RunReport,
): { readonly bar: number } | { readonly problem: string } {
  const written = /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{1,2}:\d{2}))?$/.exec(text)
  const [, day, time] = written ?? []
  const local = Date.parse(`${day}T${(time ?? '00:00').padStart(5, '0')}:00Z`)
  if (Number.isNaN(local)) {
    return {
      problem: `--at takes a day, 2024-03-28, or a day and a time, "2024-03-28 10:30"; not "${text}".`,
    }
  }
  const { bars, timezone, interval, result } = report
  const intraday = isIntraday(interval)
  const zone = intraday ? zoneOf(timezone) : undefined
  const instant = (at: number) => zone?.instant(at, Number.NEGATIVE_INFINITY) ?? at
  const from = firstFrom(bars.time, bars.length, instant(local))
  if (time !== undefined && intraday) {
    const bar = bars.time[from] === instant(local) ? from : from - 1
    if (bar >= 0 && bar < bars.length) return { bar }
  }
  const end = firstFrom(bars.time, bars.length, instant(local - (local % DAY) + DAY))
  if (from >= end) return { problem: noBar(text, report, from) }
  const acted = [...result.decisions.map(({ bar }) => bar), ...result.fills.map(({ bar }) => bar)]
  const within = acted.filter((bar) => bar >= from && bar < end)
  return { bar: within.length === 0 ? end - 1 : Math.min(...within) }
}

const DAY = 86_400_000

function firstFrom(time: Float64Array, length: number, instant: number): number {
  const found = time.subarray(0, length).findIndex((start) => start >= instant)
  return found < 0 ? length : found
}

function noBar(text: string, { bars, interval, timezone }: RunReport, next: number): string {
  const format = timeFormat(isIntraday(interval), timezone)
  const beside = [next - 1, next].filter((bar) => bar >= 0 && bar < bars.length)
  return `There is no bar at ${text}. The nearest: ${beside.map((bar) => format(bars.time[bar]!)).join(', ')}.`
}

// ── Text ───────────────────────────────────────────────────────────────────────────────────────

function whyText(path: string, why: Why, report: RunReport, colours: Paint): string {
  const { bars, interval, timezone } = report
  const decimals = decimalsOf(bars.close.subarray(0, bars.length))
  const formats: WhyFormats = {
    time: (instant, timeframe = interval) => timeFormat(isIntraday(timeframe), timezone)(instant),
    price: (value) => numberText(value, decimals),
    money: moneyText,
    quantity: quantityText,
  }
  const head = `${plainText(path)} at ${formats.time(why.time)}, bar ${why.bar} of ${bars.length}`
  const orders = why.orders.map((order) => `  ${orderText(order, formats)}`)
  return [
    head,
    ...headTexts(why, formats).map(colours.faint),
    ...why.rules.flatMap((rule) => ['', ...ruleLines(rule, formats, colours)]),
    ...(orders.length === 0 ? [] : ['', 'Orders', ...orders]),
    '',
  ].join('\n')
}

function ruleLines(rule: RuleWhy, formats: WhyFormats, colours: Paint): readonly string[] {
  const { label, line, outcome, because, when, clauses, sizing } = rule
  const tone = outcome === 'fired' ? colours.good : (text: string) => text
  return [
    `${tone(`${plainText(label)} ${OUTCOMES[outcome]}`)} ${colours.faint(`(line ${line})`)}`,
    `  ${because}`,
    ...partLines(when, 1, formats, colours),
    ...clauses.flatMap(({ name, part }) => [
      `  ${colours.faint(name)}`,
      ...partLines(part, 2, formats, colours),
    ]),
    ...(sizing === null
      ? []
      : [`  ${colours.faint('why this size:')} ${sizingText(sizing, formats)}`]),
  ]
}

function partLines(
  part: Part,
  depth: number,
  formats: WhyFormats,
  colours: Paint,
): readonly string[] {
  const text = plainText(partText(part, formats))
  const line = `${'  '.repeat(depth)}${mark(part, colours)} ${text}`
  return [line, ...part.of.flatMap((inner) => partLines(inner, depth + 1, formats, colours))]
}

function mark({ value, shown }: Part, { good, bad, faint }: Paint): string {
  if (value === true) return good('✓')
  if (value === false) return bad('✗')
  return shown === 'unknown' ? bad('?') : faint('·')
}
