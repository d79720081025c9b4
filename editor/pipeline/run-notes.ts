import type { Policy } from '../../runtime/core/policy.ts'
import { FEES_KNOWN_TO, REGULATORY_FEES } from '../../runtime/core/regulatory-fees.ts'
import type { RunOptions, RunResult } from '../../runtime/core/result.ts'
import type { Bars } from '../../stdlib/bars.ts'
import type { ModuleMeta } from '../../stdlib/module.ts'
import type { Scenario } from './scenarios.ts'

const TAKEN_AS: Readonly<Record<Policy['bothReached'], string>> = {
  worse: 'taken as the worse for the trade',
  better: 'taken as the better for the trade',
  path: 'taken as the one on the side of the nearer extreme',
  'first-sent': 'taken as the one that was sent first',
}

/** What a person must know of a run to read its figures rightly. */
export function runNotes(
  meta: ModuleMeta,
  options: RunOptions,
  result: RunResult,
  scenarios: readonly Scenario[],
  interval: string,
  bars: Bars,
): string[] {
  const { policy, instrument, costs, currency = instrument.currency } = options
  const notes: string[] = []
  if (!policy.tradable) notes.push(`Not tradable: ${policy.name}. ${policy.summary}`)
  if (interval !== meta.timeframe) {
    notes.push(
      `The strategy is written for bars of ${meta.timeframe}, the prices come in bars of ` +
        `${interval}: every length in it means something else here.`,
    )
  }
  if (result.ambiguous > 0) {
    const unsure = result.ambiguous === 1 ? 'one bar' : `${result.ambiguous} bars`
    notes.push(
      `In ${unsure} the prices cannot tell which of two orders filled first: ` +
        `${TAKEN_AS[policy.bothReached]}.${scenarioText(scenarios, currency)}`,
    )
  }
  if (result.settled > 0) {
    const told = result.settled === 1 ? 'one bar' : `${result.settled} bars`
    notes.push(`In ${told} the finer bars told which of two orders filled first.`)
  }
  notes.push(...currencyNotes(options, result))
  notes.push(...volumeNotes(costs, bars))
  return [...notes, ...feeNotes(costs, result, bars), ...refusals(result)]
}

/** What costs that ask for volumes do where the prices have none. */
function volumeNotes(
  { maxVolume, slippage }: RunOptions['costs'],
  { volume, length }: Bars,
): string[] {
  const asks = maxVolume !== undefined || slippage?.kind === 'volume-share'
  if (!asks || length === 0) return []
  for (let i = 0; i < length; i++) if (volume[i]! > 0) return []
  const remedy = 'Bring prices with volumes, or leave it out of the costs.'
  return maxVolume !== undefined
    ? [
        `Nothing can fill: \`max volume\` is a part of volumes, and these prices have none. ${remedy}`,
      ]
    : [
        'Each order slips as if it took all of a bar: `slippage volume share` is by volumes, and ' +
          `these prices have none. ${remedy}`,
      ]
}

/** What the account's other currency has done. */
function currencyNotes({ currency, instrument }: RunOptions, result: RunResult): string[] {
  if (currency === undefined) return []
  const trades = [...result.trades, ...result.open]
  const byRate = trades.reduce((sum, { conversion }) => sum + (conversion?.profit ?? 0), 0)
  return [
    `${instrument.symbol} is in ${instrument.currency}, the account in ${currency}: a fill is ` +
      'converted at the last rate known at the close before it, a close at the last known at its ' +
      `end. The rate alone made ${byRate.toFixed(2)} ${currency} of the profit.`,
  ]
}

/** Fees that are not those of their day, for nobody has looked them up. */
function feeNotes(
  { commission }: RunOptions['costs'],
  result: RunResult,
  { time, length }: Bars,
): string[] {
  if (commission?.kind !== 'ibkr-fixed' && commission?.kind !== 'ibkr-tiered') return []
  const known = REGULATORY_FEES[0]!.from
  // Fills are made into objects only where one of them may need telling.
  if (length === 0 || (time[0]! >= known && time[length - 1]! <= FEES_KNOWN_TO)) return []
  const sales = result.fills.filter(({ side }) => side === 'sell')
  const day = (instant: number) => new Date(instant).toISOString().slice(0, 10)
  const notes: string[] = []
  if (sales.some(({ time }) => time < known))
    notes.push(`Sales before ${day(known)} are without the fees of regulators: not known here.`)
  if (sales.some(({ time }) => time > FEES_KNOWN_TO))
    notes.push(`Sales after ${day(FEES_KNOWN_TO)} bear the fees of regulators as of that day.`)
  return notes
}

/** ' Net profit of the whole run taken one way: pessimistic -12.00, optimistic 3.10 USD.' */
function scenarioText(scenarios: readonly Scenario[], currency: string): string {
  if (scenarios.length === 0) return ''
  const each = scenarios.map(({ name, netProfit }) => `${name} ${netProfit.toFixed(2)}`)
  return ` Net profit of the whole run taken one way: ${each.join(', ')} ${currency}.`
}

/** Why a run over few bars has no trades; `gates` by rule, as a bound strategy has them. */
export function warmupNote(gates: readonly number[], bars: number): string[] {
  const first = Math.min(...gates)
  if (gates.length === 0 || first < bars) return []
  return [`No rule can fire: the first needs ${first} bars before it, and there are ${bars}.`]
}

/** Orders that never worked, by reason, the most frequent first. */
function refusals(result: RunResult): string[] {
  const counts = new Map<string, number>()
  for (const reason of result.refusals) counts.set(reason, (counts.get(reason) ?? 0) + 1)
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(
      ([reason, count]) =>
        `${count === 1 ? 'An order was' : `${count} orders were`} refused: ${reason}.`,
    )
}
