/** Bars of other instruments and timeframes on the command line: `--data NAME=FILE`. */
import { expect, test } from 'vitest'
import { file, folder, strat } from './strat.ts'

const HEAD = 'time,open,high,low,close,volume'

/** Days of May 2024 that close at these prices. */
function days(inside: string, name: string, closes: readonly number[]): string {
  const rows = closes.map((close, k) => {
    const day = [1, 2, 3, 6, 7, 8, 9, 10][k]!
    return `2024-05-${String(day).padStart(2, '0')},${close},${close},${close},${close},100`
  })
  return file(name, `${HEAD}\n${rows.join('\n')}\n`, inside)
}

const RELATIVE = `strategy "Relative"
timeframe 1d
enter long when close > close @ SPY
  size 1 shares
exit long when close < close @ SPY
`

test('strat run reads what a --data names besides', async () => {
  const inside = folder()
  const own = days(inside, 'own.csv', [10, 10, 12, 12, 9, 9, 12, 12])
  const other = days(inside, 'spy.csv', [11, 11, 11, 11, 11, 11, 11, 11])
  const strategy = file('relative.strat', RELATIVE, inside)
  const run = ['run', strategy, '--data', own, '--no-store', '--json']
  const { out, err } = await strat(...run, '--data', `SPY=${other}`)
  expect(err).not.toMatch(/nobody gave/)
  expect(JSON.parse(out).trades).toHaveLength(1)
  const without = await strat(...run)
  expect(without.code).toBe(2)
  expect(without.err).toMatch(/reads SPY 1d.*--data SPY=FILE/s)
})

test('beside made-up prices other instruments are made up, each in its own way', async () => {
  const trades = async (symbol: string) => {
    const text = RELATIVE.replaceAll('SPY', symbol)
    const { code, out } = await strat('run', file('s.strat', text), '--sample', '--json')
    expect(code).toBe(0)
    expect(out).toContain(`The prices of ${symbol} are made up, too.`)
    return JSON.parse(out).trades
  }
  const [spy, again, qqq] = [await trades('SPY'), await trades('SPY'), await trades('QQQ')]
  expect(spy.length).toBeGreaterThan(0)
  expect(again).toEqual(spy)
  expect(qqq).not.toEqual(spy)
})

test('of one that is read on two timeframes the shorter is made up, and told, once', async () => {
  const text = RELATIVE.replace('close < close @ SPY', 'close < close @ SPY 1w')
  const { out } = await strat('run', file('s.strat', text), '--sample')
  expect(out.match(/The prices of SPY are made up, too\./g)).toHaveLength(1)
})

test('strat gateway takes symbols alone', async () => {
  const { code, err } = await strat('gateway', '--data', '1d=days.csv')
  expect(code).toBe(2)
  expect(err).toMatch(/--data 1d=days\.csv: .*Write SYMBOL=FILE/)
})
