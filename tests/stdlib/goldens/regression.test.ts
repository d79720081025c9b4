/** TA-Lib's own regression tables: single values that its authors checked by MetaStock. */
import { describe, expect, test } from 'vitest'
import { plottedAll } from '../plotted.ts'
import { GOLDENS_PRESENT, golden, goldenJson } from './golden.ts'

interface Case {
  readonly strat: string
  /** Bar and value. */
  readonly bar: number
  readonly value: number
}

type Fields = Readonly<Record<string, number | string>>

/** Functions of a length that begin as ours do, or have no beginning, by TA-Lib's names. */
const OF_LENGTH: Readonly<Record<string, (length: number) => string>> = {
  TA_MIN_TEST: (n) => `lowest(open, ${n})`,
  TA_MAX_TEST: (n) => `highest(open, ${n})`,
  TA_MOM_TEST: (n) => `mom(${n})`,
  TA_ROC_TEST: (n) => `100 * roc(${n})`,
  TA_ROCP_TEST: (n) => `roc(${n})`,
  TA_ROCR_TEST: (n) => `1 + roc(${n})`,
  TA_ROCR100_TEST: (n) => `100 + 100 * roc(${n})`,
  TA_AROON_UP_TEST: (n) => `aroon(${n}).up`,
  TA_AROON_DOWN_TEST: (n) => `aroon(${n}).down`,
  TA_AROONOSC_TEST: (n) => `aroon(${n}).oscillator`,
  TA_CORREL_TEST: (n) => `correlation(high, low, ${n})`,
  TA_BETA_TEST: (n) => `beta(roc(low, 1), roc(high, 1), ${n})`,
  TA_MIDPRICE_TEST: (n) => `midprice(${n})`,
  TA_CCI_TEST: (n) => `cci(${n})`,
  TA_WILLR_TEST: (n) => `willr(${n})`,
  TA_MFI_TEST: (n) => `mfi(${n})`,
  TA_AD_TEST: () => 'adl()',
  TA_BOP_TEST: () => 'bop()',
  TA_AVGPRICE_TEST: () => 'ohlc4',
  TA_RSI_TEST: (n) => `rsi(${n})`,
}

/** Averages by their type. */
const AVERAGES: Readonly<Record<string, string>> = {
  TA_MAType_SMA: 'sma',
  TA_MAType_EMA: 'ema',
  TA_MAType_WMA: 'wma',
  TA_MAType_DEMA: 'dema',
  TA_MAType_TEMA: 'tema',
  TA_MAType_TRIMA: 'trima',
  TA_MAType_KAMA: 'kama',
}

describe.skipIf(!GOLDENS_PRESENT)('regression tables', () => {
  test('every value that we can compute is theirs to the cent', () => {
    const cases = GOLDENS_PRESENT ? readCases() : []
    expect(cases.length).toBeGreaterThan(150)
    const { columns } = golden('talib.ref252')
    const found = plottedAll(
      cases.map(({ strat }) => strat),
      columns,
    )
    const wrong = cases.flatMap(({ strat, bar, value }, at) => {
      const ours = found[at]![bar]!
      return Math.abs(ours - value) <= 0.011 ? [] : [`${strat} at ${bar}: ${ours} is not ${value}`]
    })
    expect(wrong).toEqual([])
  })
})

function readCases(): readonly Case[] {
  const file = goldenJson('talib.regtest') as {
    readonly cases: readonly {
      readonly fields: readonly string[]
      readonly values: readonly (number | string)[]
    }[]
  }
  return file.cases.flatMap(({ fields, values }) => {
    const row = Object.fromEntries(fields.map((field, at) => [field, values[at]!]))
    const strat = stratOf(row)
    const index = row.oneOfTheExpectedOutRealIndex0 ?? row.oneOfTheExpectedOutRealIndex
    const value = row.oneOfTheExpectedOutReal0 ?? row.oneOfTheExpectedOutReal
    if (strat === undefined || row.expectedRetCode !== 'TA_SUCCESS') return []
    if (Number(row.expectedNbElement) === 0) return []
    return [{ strat, bar: Number(row.expectedBegIdx) + Number(index), value: Number(value) }]
  })
}

/** Undefined: another start, another convention, or a function that is not ours. */
function stratOf(row: Fields): string | undefined {
  const length = Number(row.optInTimePeriod ?? row.optInTimePeriod1)
  // What remembers begins anew where a table does not begin with the first bar.
  if (row.compatibility === 'TA_COMPATIBILITY_METASTOCK') return undefined
  if (Number(row.unstablePeriod ?? 0) !== 0 || length < 2) return undefined
  const average = AVERAGES[String(row.optInMAType_1)]
  const remembers = average !== undefined || row.theFunction === 'TA_RSI_TEST'
  if (remembers && row.startIdx !== 0) return undefined
  if (row.id === 'TA_ANY_MA_TEST') return average && `${average}(close, ${length})`
  if ('optInNbDeviation_1' in row) return `${row.optInNbDeviation_1} * stdev(${length})`
  return OF_LENGTH[String(row.theFunction)]?.(length)
}
