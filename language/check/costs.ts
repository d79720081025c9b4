import { nearest } from '../nearest.ts'
import type { CostItem, CostsStatement, Expr } from '../syntax/ast.ts'
import { type Checker, type Env, report, textAt } from './context.ts'
import { shifted } from './decimal.ts'
import { unreachable } from './node.ts'
import type { Costs } from './typed.ts'

type Commission = NonNullable<Costs['commission']>
type Slippage = NonNullable<Costs['slippage']>

/** What a `costs` block says; parts with mistakes are left out. */
export function checkCosts(checker: Checker, statement: CostsStatement, env: Env): Costs {
  let commission: Commission | undefined
  let slippage: Slippage | undefined
  for (const item of statement.items) {
    const { span } = item
    switch (item.kind) {
      case 'commission':
      case 'commission-rate':
        if (commission !== undefined) repeated(checker, env, item, 'commission')
        else commission = checkCommission(checker, item, env)
        break
      case 'slippage':
        if (slippage !== undefined) repeated(checker, env, item, 'slippage')
        else slippage = checkSlippage(checker, item, env)
        break
      case 'borrow':
        report(checker, env, 'not-yet', span, { what: '`borrow` costs' })
        break
      default:
        unreachable(item)
    }
  }
  return {
    ...(commission === undefined ? {} : { commission }),
    ...(slippage === undefined ? {} : { slippage }),
  }
}

function repeated(checker: Checker, env: Env, item: CostItem, name: string): void {
  report(checker, env, 'clause-repeated', item.span, { name })
}

function checkCommission(
  checker: Checker,
  item: Extract<CostItem, { kind: 'commission' | 'commission-rate' }>,
  env: Env,
): Commission | undefined {
  if (item.kind === 'commission') {
    const words = item.schedule.map(({ text }) => text)
    const text = words.join(' ')
    if (text === 'ibkr fixed') return { kind: 'ibkr-fixed' }
    if (text === 'ibkr tiered') {
      report(checker, env, 'not-yet', item.span, { what: 'the `ibkr tiered` schedule' })
      return undefined
    }
    const meant = nearest(text, ['ibkr fixed'])
    report(checker, env, 'commission-unknown', item.span, { text, meant: meant ?? 'ibkr fixed' })
    return undefined
  }
  const { amount, per } = item
  const rate = rateOf(amount)
  if (rate === undefined) return undefined
  if (rate.percent) {
    if (per === undefined) return { kind: 'fraction', fraction: rate.value }
  } else if (per?.text === 'share' || per?.text === 'shares') {
    return { kind: 'per-share', amount: rate.value }
  } else if (per?.text === 'trade' || per?.text === 'order') {
    return { kind: 'per-trade', amount: rate.value }
  }
  report(checker, env, 'commission-rate', item.span, { text: textAt(checker, env, item.span) })
  return undefined
}

function checkSlippage(
  checker: Checker,
  item: Extract<CostItem, { kind: 'slippage' }>,
  env: Env,
): Slippage | undefined {
  const rate = rateOf(item.amount)
  if (rate === undefined) return undefined
  if (item.unit.text === 'volume share') {
    report(checker, env, 'not-yet', item.span, { what: 'slippage by share of the volume' })
    return undefined
  }
  if (rate.percent && item.unit.text === '') return { kind: 'fraction', fraction: rate.value }
  if (!rate.percent) {
    if (['tick', 'ticks'].includes(item.unit.text)) return { kind: 'ticks', ticks: rate.value }
    if (item.unit.text === 'bps') return { kind: 'fraction', fraction: shifted(rate.value, -4) }
  }
  report(checker, env, 'slippage-unit', item.span, { text: textAt(checker, env, item.span) })
  return undefined
}

/** A cost as written; undefined where it is missing, which the parser has told. */
function rateOf(expr: Expr): { readonly value: number; readonly percent: boolean } | undefined {
  if (expr.kind === 'money') return { value: expr.value, percent: false }
  if (expr.kind !== 'number') return undefined
  const percent = expr.unit === '%'
  return { value: percent ? shifted(expr.value, -2) : expr.value, percent }
}
