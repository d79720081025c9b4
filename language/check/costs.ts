import type { Fix } from '../diagnostic.ts'
import { nearest } from '../nearest.ts'
import type { CostItem, CostsStatement, Expr, Name } from '../syntax/ast.ts'
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
  let borrow: Costs['borrow']
  let maxVolume: number | undefined
  for (const item of statement.items) {
    const kind = item.kind.replace('-rate', '')
    const first = statement.items.find((one) => one.kind.startsWith(kind))
    switch (item.kind) {
      case 'commission':
      case 'commission-rate':
        if (commission !== undefined) repeated(checker, env, [first!, item], 'commission')
        else commission = checkCommission(checker, item, env)
        break
      case 'slippage':
        if (slippage !== undefined) repeated(checker, env, [first!, item], 'slippage')
        else slippage = checkSlippage(checker, item, env)
        break
      case 'borrow':
        if (borrow !== undefined) repeated(checker, env, [first!, item], 'borrow')
        else borrow = checkBorrow(checker, item, env)
        break
      case 'max-volume':
        if (maxVolume !== undefined) repeated(checker, env, [first!, item], 'max volume')
        else maxVolume = checkMaxVolume(checker, item, env)
        break
      default:
        unreachable(item)
    }
  }
  return {
    ...(commission === undefined ? {} : { commission }),
    ...(slippage === undefined ? {} : { slippage }),
    ...(borrow === undefined ? {} : { borrow }),
    ...(maxVolume === undefined ? {} : { maxVolume }),
  }
}

function repeated(
  checker: Checker,
  env: Env,
  [first, second]: readonly [CostItem, CostItem],
  name: string,
): void {
  const labels = [{ span: first.span, message: 'the first' }]
  report(checker, env, 'clause-repeated', second.span, { name }, { labels })
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
    if (text === 'ibkr tiered') return { kind: 'ibkr-tiered' }
    const meant = nearest(text, ['ibkr fixed', 'ibkr tiered'])
    const [first, last] = [item.schedule[0]!.span, item.schedule.at(-1)!.span]
    const span = { start: first.start, end: last.end }
    const fix = { title: `Write \`${meant}\``, span, replacement: meant ?? '' }
    const values = { text, meant: meant ?? 'ibkr fixed' }
    report(checker, env, 'commission-unknown', span, values, meant === undefined ? {} : { fix })
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
  const fix = per && misspelled(per, ['share', 'trade'])
  const values = { text: textAt(checker, env, item.span) }
  report(checker, env, 'commission-rate', item.span, values, fix ? { fix } : {})
  return undefined
}

function checkSlippage(
  checker: Checker,
  item: Extract<CostItem, { kind: 'slippage' }>,
  env: Env,
): Slippage | undefined {
  const { model, unit } = item
  const rate = rateOf(item.amount)
  if (rate === undefined) return undefined
  const slippage = slippageOf(model?.text, rate, unit?.text ?? '')
  if (slippage !== undefined) return slippage
  const units = model === undefined ? ['tick', 'ticks', 'bps'] : UNITS[model.text]
  const fix =
    model !== undefined && units === undefined
      ? misspelled(model, Object.keys(UNITS))
      : unit && !rate.percent && misspelled(unit, units ?? [])
  const values = { text: textAt(checker, env, item.span) }
  report(checker, env, 'slippage-unit', item.span, values, fix ? { fix } : {})
  return undefined
}

/** What may stand behind the rate of each model. */
const UNITS: Readonly<Record<string, readonly string[] | undefined>> = {
  'volume share': ['linear', 'quadratic'],
  spread: ['tick', 'ticks', 'bps'],
  volatility: [],
}

function slippageOf(
  model: string | undefined,
  { value, percent }: Rate,
  unit: string,
): Slippage | undefined {
  switch (model) {
    case undefined:
      if (percent && unit === '') return { kind: 'fraction', fraction: value }
      if (!percent && isTicks(unit)) return { kind: 'ticks', ticks: value }
      if (!percent && unit === 'bps') return { kind: 'fraction', fraction: shifted(value, -4) }
      return undefined
    case 'spread':
      if (percent)
        return unit === '' ? { kind: 'spread', of: 'fraction', amount: value } : undefined
      if (unit === '') return { kind: 'spread', of: 'price', amount: value }
      if (isTicks(unit)) return { kind: 'spread', of: 'ticks', amount: value }
      if (unit === 'bps') return { kind: 'spread', of: 'fraction', amount: shifted(value, -4) }
      return undefined
    case 'volume share':
      if (!percent) return undefined
      if (unit === 'linear') return { kind: 'volume-share', impact: value, shape: 'linear' }
      if (unit === '' || unit === 'quadratic')
        return { kind: 'volume-share', impact: value, shape: 'quadratic' }
      return undefined
    case 'volatility':
      return percent && unit === '' ? { kind: 'volatility', fraction: value } : undefined
    default:
      return undefined
  }
}

function isTicks(unit: string): boolean {
  return unit === 'tick' || unit === 'ticks'
}

function checkBorrow(
  checker: Checker,
  item: Extract<CostItem, { kind: 'borrow' }>,
  env: Env,
): Costs['borrow'] {
  const rate = rateOf(item.rate)
  if (rate === undefined) return undefined
  if (rate.percent) return { kind: item.schedule ? 'ibkr' : 'value', rate: rate.value }
  const text = textAt(checker, env, item.span)
  const { span } = item.rate
  const fix = { title: `Write \`${rate.value}%\``, span, replacement: `${rate.value}%` }
  report(checker, env, 'borrow-rate', item.span, { text }, { fix })
  return undefined
}

function checkMaxVolume(
  checker: Checker,
  item: Extract<CostItem, { kind: 'max-volume' }>,
  env: Env,
): number | undefined {
  const { amount } = item
  const rate = rateOf(amount)
  if (rate === undefined) return undefined
  const { value, percent } = rate
  if (percent && value > 0 && value <= 1) return value
  const text = textAt(checker, env, item.span)
  const replacement = `${value}%`
  const isShare = !percent && value > 0 && value <= 100
  const fix = { title: `Write \`${replacement}\``, span: amount.span, replacement }
  report(checker, env, 'volume-limit', item.span, { text }, isShare ? { fix } : {})
  return undefined
}

function misspelled({ text, span }: Name, words: readonly string[]): Fix | undefined {
  const meant = nearest(text, words)
  return meant === undefined ? undefined : { title: `Write \`${meant}\``, span, replacement: meant }
}

interface Rate {
  readonly value: number
  readonly percent: boolean
}

/** A cost as written; undefined where it is missing, which the parser has told. */
function rateOf(expr: Expr): Rate | undefined {
  if (expr.kind === 'money') return { value: expr.value, percent: false }
  if (expr.kind !== 'number') return undefined
  const percent = expr.unit === '%'
  return { value: percent ? shifted(expr.value, -2) : expr.value, percent }
}
