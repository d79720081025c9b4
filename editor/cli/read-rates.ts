import {
  type Currencies,
  type GivenRates,
  pairsOf,
  ratesProblem,
} from '../../runtime/calendar/rates-beside.ts'
import type { RunOptions } from '../../runtime/core/result.ts'
import { symbolOf } from '../../runtime/store/symbol.ts'
import type { Bars } from '../../stdlib/bars.ts'
import { barsOfLength } from './bars-of-length.ts'
import type { RunFlags } from './run-flags.ts'

/** The rates of a run whose account has another currency, or what is wrong with them. */
export type ReadRates = { readonly rates?: GivenRates } | { readonly problems: readonly string[] }

/** The account's currency where it is not the instrument's, and the instrument. */
type AccountOf = Pick<RunOptions, 'currency'> & {
  readonly instrument: Pick<RunOptions['instrument'], 'symbol' | 'currency'>
}

/**
 * What `--rates` names, else what the store has of the pair, either way round. A file that is
 * called by neither pair has the account's money for one unit of the instrument's; `option` says what the account has.
 */
export async function readRates(
  { rates: asked, store }: Pick<RunFlags, 'rates' | 'store'>,
  { currency, instrument }: AccountOf,
  bars: Bars,
  option = '--currency',
): Promise<ReadRates> {
  if (currency === undefined) {
    if (asked === undefined) return {}
    const problem = `--rates ${asked}: the account is in ${instrument.currency}, as the instrument is; say ${option}, too.`
    return { problems: [problem] }
  }
  const currencies = { instrument: instrument.currency, account: currency }
  const found = asked === undefined ? await fromStore(currencies, store) : undefined
  const read = asked === undefined ? found : await ratesOf(asked, currencies, store)
  if (read === undefined) return { problems: [missingText(currencies, instrument.symbol)] }
  if ('problem' in read) return { problems: [`--rates: ${read.problem}`] }
  const problem = ratesProblem(read, bars)
  return problem === undefined ? { rates: read } : { problems: [problem] }
}

async function fromStore(currencies: Currencies, store: boolean): Promise<GivenRates | undefined> {
  if (!store) return undefined
  for (const pair of pairsOf(currencies)) {
    const rates = await ratesOf(pair, currencies, store)
    if (!('problem' in rates)) return rates
  }
  return undefined
}

async function ratesOf(
  path: string,
  currencies: Currencies,
  store: boolean,
): Promise<GivenRates | { readonly problem: string }> {
  const loaded = await barsOfLength(path, store ? {} : { store: false })
  if ('problem' in loaded) return loaded
  const [straight, turned] = pairsOf(currencies)
  const way = symbolOf(path).toUpperCase().includes(turned) ? 'against' : 'with'
  const pair = way === 'with' ? straight : turned
  return { name: path, pair, ...loaded, way }
}

/** What is missing and how to bring it. */
function missingText(currencies: Currencies, symbol: string): string {
  const { instrument, account } = currencies
  const [pair] = pairsOf(currencies)
  return (
    `The account is in ${account} and ${symbol} in ${instrument}, and nobody gave the rate ` +
    `between them. Say where it is, --rates ${pair.toLowerCase()}.csv, bring it, ` +
    `strat download ${pair} --source NAME, or keep the account in ${instrument}.`
  )
}
