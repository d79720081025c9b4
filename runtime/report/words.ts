import type { CostSpec, ModuleMeta, ParameterMeta } from '../../stdlib/module.ts'
import type { Trade } from '../core/result.ts'
import { quantityText } from './format.ts'

/** A parameter's value as its strategy would write it. */
export function parameterText(parameter: ParameterMeta, value: number): string {
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

/** The costs of a run in one line. */
export function costsText(costs: CostSpec): string {
  const parts = [commissionText(costs.commission), slippageText(costs.slippage)]
  return parts.filter((part) => part !== '').join(', ') || 'no costs'
}

function commissionText(commission: CostSpec['commission']): string {
  switch (commission?.kind) {
    case undefined:
      return ''
    case 'ibkr-fixed':
      return 'commission IBKR fixed'
    case 'per-share':
      return `commission ${quantityText(commission.amount)} per share`
    case 'fraction':
      return `commission ${Number((commission.fraction * 100).toPrecision(12))}%`
    case 'per-trade':
      return `commission ${quantityText(commission.amount)} per trade`
  }
}

function slippageText(slippage: CostSpec['slippage']): string {
  switch (slippage?.kind) {
    case undefined:
      return ''
    case 'ticks':
      return `slippage ${slippage.ticks} tick${slippage.ticks === 1 ? '' : 's'}`
    case 'fraction':
      return `slippage ${Number((slippage.fraction * 1e4).toPrecision(12))} bps`
  }
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
    case 'end':
      return 'end of data'
    case 'entry':
      return 'entry'
  }
}

/** A trade's profit in units of its first risk: '+1.8R'; nothing without a stop. */
export function riskMultiple(trade: Trade, multiplier: number): number {
  const risk = trade.risk * trade.quantity * multiplier
  return risk > 0 ? trade.profit / risk : Number.NaN
}

/** Text from a strategy or a file name as it may go to a terminal: without control characters. */
export function plainText(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ')
}
