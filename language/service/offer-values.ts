import { TYPE_NAMES } from '../check/annotation.ts'
import { clockMs } from '../check/clocks.ts'
import type { DurationUnit } from '../syntax/ast.ts'
import * as T from '../syntax/tokens.ts'
import type { Analysis } from './analyse.ts'
import type { Step } from './assist.ts'
import { callAt } from './call-at.ts'
import { callableNamed } from './callable.ts'
import { type Offer, snippetOf } from './completion.ts'
import type { Code } from './cursor.ts'
import { forSide } from './offer-words.ts'
import { statementAt } from './types-at.ts'
import { deep, writtenIn } from './written.ts'

type Row = readonly [label: string, documentation: string]

/** Names with a meaning in one place of the grammar only: by rule and mention. */
const SLOTS: Readonly<Record<string, readonly Row[]>> = {
  'session.0': [
    ['regular', 'The exchange’s regular hours.'],
    ['extended', 'Every hour that the prices have.'],
  ],
  'instrument.0': [['stock', 'A share of a company or fund.']],
  'instrument.1': [['SMART', 'Interactive Brokers looks for the best exchange.']],
  'instrument.2': [
    ['USD', 'US dollars.'],
    ['EUR', 'Euros.'],
    ['GBP', 'Pounds sterling.'],
  ],
  'size.0': [['equity', 'What the account is worth.']],
  'size.1': [['equity', 'What the account is worth.']],
  'commission.0': [['fixed', 'Interactive Brokers’ fixed price.']],
  'commission.1': [
    ['share', 'For each share.'],
    ['trade', 'For each order.'],
  ],
  'cost.0': [
    ['bps', 'Hundredths of a per cent of the price.'],
    ['ticks', 'Smallest steps of the price.'],
  ],
  'cost.1': [
    ['linear', 'In proportion to the share of the volume, not by its square.'],
    ['quadratic', 'By the square of the share of the volume.'],
  ],
  'cost.3': [
    ['bps', 'Hundredths of a per cent of the price.'],
    ['ticks', 'Smallest steps of the price.'],
  ],
  'limit.0': [
    ['position', 'What is held of one instrument.'],
    ['gross', 'What is held in all, long and short.'],
    ['orders', 'How many orders are sent.'],
  ],
  'limit.1': [['equity', 'What the account is worth.']],
  'limit.2': [
    ['minute', 'In a minute.'],
    ['day', 'In a session.'],
  ],
  'rebalance.0': [
    ['daily', 'Each session.'],
    ['weekly', 'The last session of each week.'],
    ['monthly', 'The last session of each month.'],
    ['quarterly', 'The last session of each quarter.'],
  ],
  'parameter.1': TYPE_NAMES.map((name): Row => [name, `An argument of type \`${name}\`.`]),
}

/**
 * Whole values that are often meant: by rule and mention of the expression they begin, by the
 * word before for the rates of a `costs` block.
 */
const VALUES: Readonly<Record<string, readonly Row[]>> = {
  'timeframe.0': [
    ['1d', 'One bar a session.'],
    ['1h', 'One bar an hour.'],
    ['15m', 'One bar in fifteen minutes.'],
    ['5m', 'One bar in five minutes.'],
    ['1m', 'One bar a minute.'],
    ['30m', 'One bar in thirty minutes.'],
    ['4h', 'One bar in four hours.'],
    ['1w', 'One bar a week.'],
  ],
  'size.2': [
    ['95% of equity', 'A part of what the account is worth.'],
    ['100 shares', 'A number of shares.'],
    ['10000 USD', 'An amount of money.'],
  ],
  'stopClause.0': [['entry_price - 2 * atr(14)', 'Two average true ranges from the entry.']],
  'target.0': [['entry_price + 3R', 'Three times as far from the entry as the stop.']],
  'rate.commission': [
    ['0.005 per share', 'So much money for each share.'],
    ['1 USD per trade', 'So much money for each order.'],
    ['0.1%', 'A part of what is traded.'],
  ],
  'rate.slippage': [
    ['2 bps', 'Hundredths of a per cent of the price.'],
    ['1 tick', 'Smallest steps of the price.'],
    ['spread 0.02', 'Half of this, in units of the price.'],
    ['volume share 10%', 'What taking all of the bar’s volume would move the price.'],
    ['volatility 10%', 'A part of the mean true range of twenty bars.'],
  ],
  'rate.volume': [['10%', 'A tenth of a bar’s volume for all fills in it.']],
  'rate.borrow': [
    ['3%', 'A year, of the shares’ value.'],
    ['ibkr 3%', 'Of 102% of the price, rounded up: as Interactive Brokers has it.'],
  ],
}

/** Whole values for a clause that has none yet; `step` is where a number may stand. */
export function offerValues(analysis: Analysis, cursor: Code, { path }: Step): readonly Offer[] {
  const [outer, around, inner] = path.slice(-3)
  const last = cursor.before.at(-1)
  if (inner?.rule === 'rate') {
    return (VALUES[`rate.${last?.image}`] ?? []).map((row) => valueOffer(row, 2))
  }
  const heads = [T.ClauseHead, T.StatementHead]
  if (!heads.some((head) => last?.tokenType.CATEGORIES?.includes(head))) return []
  const statement = statementAt(analysis, cursor.word.start)
  return (VALUES[`${outer?.rule}.${around?.occurrence}`] ?? []).map(([text, doc]) =>
    valueOffer([forSide(text, statement), doc], -0.5),
  )
}

function valueOffer([label, documentation]: Row, rank = 0): Offer {
  return { label, kind: 'value', detail: '', documentation, snippet: snippetOf(label), rank }
}

/** What a name that is no value may be, by where the grammar takes it. */
export function offerSlot(analysis: Analysis, cursor: Code, step: Step): readonly Offer[] {
  const rule = step.path.at(-1)?.rule
  if (rule === 'setting') return offerSettings(analysis, cursor)
  if (rule === 'symbol') return offerInstruments(analysis, cursor)
  if (rule === 'arc') return offerStatesOf(analysis, cursor.before[1]?.image)
  return (SLOTS[`${rule}.${step.occurrence}`] ?? []).map((row) => valueOffer(row))
}

/** Parameters that a test has not set yet. */
function offerSettings(analysis: Analysis, { before }: Code): readonly Offer[] {
  const start = before.findLastIndex(({ tokenType }) => tokenType === T.With)
  const set = new Set(before.slice(start).map(({ image }) => image))
  return analysis.table.symbols
    .filter(({ kind, name }) => kind === 'parameter' && !set.has(name))
    .map(({ name, doc, statement }) => {
      const { start, end } = statement.kind === 'param' ? statement.value.span : statement.span
      const snippet = snippetOf(`${name} = ‹${analysis.source.slice(start, end)}›`)
      return { label: name, kind: 'parameter', detail: '', documentation: doc, snippet, rank: 0 }
    })
}

/** The instruments behind an `@` that the file reads elsewhere. */
function offerInstruments({ tree }: Analysis, { word }: Code): readonly Offer[] {
  const read = tree.statements
    .flatMap(writtenIn)
    .flatMap(({ expr }) => [...deep(expr)])
    .flatMap((expr) => (expr.kind === 'at' && expr.instrument ? [expr.instrument] : []))
    .filter(({ text, span }) => text !== '' && span.start !== word.start)
  const names = new Set(read.map(({ text }) => text))
  return [...names].map((name) => {
    const text = /^\w+$/.test(name) ? name : `"${name}"`
    return valueOffer([text, 'An instrument that this file reads.'])
  })
}

/** Bars of other lengths behind an `@`, shortest first. */
const TIMEFRAMES: readonly (readonly [text: string, value: number, unit: DurationUnit])[] = [
  ...([1, 5, 15, 30] as const).map((value) => [`${value}m`, value, 'm'] as const),
  ...([1, 4] as const).map((value) => [`${value}h`, value, 'h'] as const),
  ['1d', 1, 'd'],
  ['1w', 1, 'w'],
  ['1mo', 1, 'mo'],
]

/**
 * The timeframes behind an `@` or its instrument, longer ones than the strategy's own first. The
 * prices of a test have none.
 */
export function offerTimeframes({ tree }: Analysis, step: Step): readonly Offer[] {
  if (step.path.some(({ rule }) => rule === 'series' || rule === 'pricesFrom')) return []
  const statement = tree.statements.find(({ kind }) => kind === 'timeframe')
  const written = statement?.kind === 'timeframe' ? statement.value : undefined
  const own = written?.kind === 'duration' ? clockMs(written) : 0
  return TIMEFRAMES.flatMap(([text, value, unit]) => {
    const length = clockMs({ value, unit })
    if (length === own) return []
    return length > own
      ? [valueOffer([text, 'The last of these bars that is complete.'])]
      : [valueOffer([text, 'Within a bar: for `highest`, `lowest`, `sum`, `sma`, `count`.'], 1)]
  })
}

/** The states of the mode before `is`. */
export function offerStates(analysis: Analysis, { before }: Code): readonly Offer[] {
  return offerStatesOf(analysis, before.at(-2)?.image)
}

function offerStatesOf(analysis: Analysis, mode: string | undefined): readonly Offer[] {
  return analysis.table.symbols
    .filter(({ kind, statement }) => {
      return kind === 'state' && statement.kind === 'mode' && statement.name.text === mode
    })
    .map(({ name }) => valueOffer([name, `A state of \`${mode}\`.`]))
}

/** Names of arguments that the call has not got yet. */
export function offerArguments(analysis: Analysis, { before }: Code): readonly Offer[] {
  const call = callAt(before)
  if (call === undefined || call.label !== undefined) return []
  const parameters = callableNamed(analysis, call.name)?.parameters ?? []
  return parameters
    .filter(({ name }, i) => i >= call.index && !call.given.includes(name))
    .map(({ name, label, range, sample }) => ({
      label: `${name}:`,
      kind: 'argument',
      detail: label,
      documentation: range,
      snippet: snippetOf(`${name}: ‹${sample}›`),
      rank: 4,
    }))
}
