import type { CostSpec, ModuleMeta, ParameterMeta, RuleMeta } from '../../stdlib/module.ts'
import type { MarginSpec } from '../core/margin.ts'
import type { Trade } from '../core/result.ts'
import { quantityText } from './format.ts'

/** A parameter's value as its strategy would write it. */
export function parameterText(parameter: Pick<ParameterMeta, 'unit'>, value: number): string {
  switch (parameter.unit) {
    case 'ratio':
      return `${Number((value * 100).toPrecision(12))}%`
    case 'bars':
      return `${value} bars`
    case 'duration':
      return durationText(value)
    case 'number':
    case 'price':
    case 'money':
    case 'shares':
    case 'oscillator':
      return String(value)
  }
}

const DURATIONS: readonly (readonly [number, string])[] = [
  [604_800_000, 'w'],
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'm'],
]

/** Milliseconds in the largest unit that they are whole in: 1800000 as `30m`. */
function durationText(milliseconds: number): string {
  const [unit, letter] = DURATIONS.find(([one]) => milliseconds % one === 0) ?? [1000, 's']
  return `${milliseconds / unit}${letter}`
}

/** What positions tie up, in one line. */
export function marginText({ kind, initial, maintenance, steps }: MarginSpec): string {
  const unit = (value: number) => (kind === 'fraction' ? perCent(value) : quantityText(value))
  const { long, short } = maintenance
  const stay = long === short ? unit(long) : `${unit(long)} long, ${unit(short)} short`
  const of = kind === 'fraction' ? '' : ' a contract'
  const dated = steps === undefined ? '' : ', by day'
  if (kind === 'fraction' && initial === 1 && long === 0 && short === 0) return 'paid in full'
  return `${unit(initial)} to enter, ${stay} to stay${of}${dated}`
}

/** The costs of a run in one line. */
export function costsText(costs: CostSpec): string {
  const { commission, slippage, borrow, maxVolume } = costs
  const most = maxVolume === undefined ? '' : `max volume ${perCent(maxVolume)}`
  const parts = [commissionText(commission), slippageText(slippage), borrowText(borrow), most]
  return parts.filter((part) => part !== '').join(', ') || 'no costs'
}

function commissionText(commission: CostSpec['commission']): string {
  switch (commission?.kind) {
    case undefined:
      return ''
    case 'ibkr-fixed':
      return 'commission IBKR fixed'
    case 'ibkr-tiered':
      return 'commission IBKR tiered'
    case 'per-share':
      return `commission ${quantityText(commission.amount)} per share`
    case 'fraction':
      return `commission ${perCent(commission.fraction)}`
    case 'per-trade':
      return `commission ${quantityText(commission.amount)} per trade`
  }
}

function slippageText(slippage: CostSpec['slippage']): string {
  switch (slippage?.kind) {
    case undefined:
      return ''
    case 'ticks':
      return `slippage ${ticks(slippage.ticks)}`
    case 'fraction':
      return `slippage ${basisPoints(slippage.fraction)}`
    case 'spread':
      return `slippage spread ${spreadText(slippage)}`
    case 'volume-share': {
      const shape = slippage.shape === 'linear' ? ' linear' : ''
      return `slippage volume share ${perCent(slippage.impact)}${shape}`
    }
    case 'volatility':
      return `slippage volatility ${perCent(slippage.fraction)}`
  }
}

function spreadText({
  of,
  amount,
}: Extract<CostSpec['slippage'], { readonly kind: 'spread' }>): string {
  switch (of) {
    case 'price':
      return quantityText(amount)
    case 'ticks':
      return ticks(amount)
    case 'fraction':
      return basisPoints(amount)
  }
}

function borrowText(borrow: CostSpec['borrow']): string {
  if (borrow === undefined) return ''
  return `borrow ${borrow.kind === 'ibkr' ? 'ibkr ' : ''}${perCent(borrow.rate)}`
}

function ticks(count: number): string {
  return `${count} tick${count === 1 ? '' : 's'}`
}

function basisPoints(fraction: number): string {
  return `${Number((fraction * 1e4).toPrecision(12))} bps`
}

function perCent(fraction: number): string {
  return `${Number((fraction * 100).toPrecision(12))}%`
}

/** What ended a trade, in a word or by the exit rule's tag. */
export function exitText(trade: Trade, meta: ModuleMeta): string {
  switch (trade.exit) {
    case 'exit':
      return meta.rules[trade.exitRule]?.tag ?? 'exit'
    case 'stop':
      return 'stop'
    case 'target':
      return 'target'
    case 'reverse':
      return 'reversed'
    case 'liquidation':
      return 'margin call'
    case 'end':
      return 'end of data'
    case 'entry':
      return 'entry'
  }
}

/** A rule's condition as written; null where no rule stands behind it. */
export function ruleText(meta: ModuleMeta, rule: number): string | null {
  return meta.rules[rule]?.text ?? null
}

/** A rule by its tag, else by what it does. */
export function ruleLabel({ kind, side, tag }: RuleMeta): string {
  if (kind !== 'enter' && kind !== 'exit' && kind !== 'cancel') return kind
  return tag === undefined ? `${kind} ${side}` : `${kind} ${side} "${tag}"`
}

/** A trade's profit in units of its first risk: '+1.8R'; nothing without a stop. */
export function riskMultiple(trade: Trade, multiplier: number): number {
  const risk = trade.risk * trade.quantity * multiplier * (trade.conversion?.entryRate ?? 1)
  return risk > 0 ? trade.profit / risk : Number.NaN
}

/** Text from a strategy or a file name as it may go to a terminal: without control characters. */
export function plainText(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ')
}
