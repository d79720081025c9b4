/** Every single-instrument golden is run as a strategy, or is listed with what keeps it from it. */
import { existsSync, readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { DATA } from './golden.ts'

const FAMILIES = ['backtrader', 'btpy', 'pyalgotrade', 'tradingview']

/** What is no single-instrument run, and what cannot be written yet, by golden. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  'pyalgotrade.compinv1_buyhold4': 'four instruments',
  'pyalgotrade.market_timing_faber': 'six instruments',
  'pyalgotrade.tutorial1_closes': 'prints prices, trades nothing',
  'pyalgotrade.tutorial3_rsi_sma': 'prints indicators, trades nothing',
}
const UNEQUAL: Readonly<Record<string, string>> = {
  'tradingview.futures_pnl_sma': 'its bars are not in the shared data',
}
/** Logs of a run that another golden has whole. */
const SAME_RUN: Readonly<Record<string, string>> = {
  'pyalgotrade.bbands_yhoo': 'pyalgotrade.run_bbands_yhoo',
  'pyalgotrade.sma20_orcl2000_stats': 'pyalgotrade.run_sma20_orcl2000',
  'pyalgotrade.sma_crossover_aapl': 'pyalgotrade.run_sma_crossover_aapl',
}

describe.skipIf(!existsSync(DATA))('single-instrument goldens', () => {
  const written = new Set(
    readdirSync(new URL('strategies', import.meta.url)).map((name) => name.replace('.strat', '')),
  )
  const ids = existsSync(DATA)
    ? readdirSync(new URL('goldens/backtests', DATA))
        .map((name) => name.replace(/\.json(\.gz)?$/, ''))
        .filter((id) => FAMILIES.includes(id.split('.')[0]!) && ELSEWHERE[id] === undefined)
    : []

  test('the table is what there is', async () => {
    const rows = ids.map((id) => `| ${id} | ${standing(id)} |`)
    const table = ['| Golden | Standing |', '|---|---|', ...rows, ''].join('\n')
    await expect(table).toMatchFileSnapshot('COVERAGE.md')
  })

  test('at least nine in ten are equal', () => {
    const equal = ids.filter((id) => UNEQUAL[id] === undefined)
    expect(equal.length / ids.length).toBeGreaterThanOrEqual(0.9)
  })

  function standing(id: string): string {
    if (written.has(id)) return 'equal'
    if (SAME_RUN[id] !== undefined) return `equal: the run of ${SAME_RUN[id]}`
    if (UNEQUAL[id] === undefined) throw new Error(`${id} has neither a strategy nor a reason`)
    return UNEQUAL[id]
  }
})
