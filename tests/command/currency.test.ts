import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { file, folder, strat } from './strat.ts'

const STRATEGY = `/// In on Wednesday, out on Friday.
strategy "Euro"

timeframe 1d

instrument ASML stock on AEB in EUR

enter long when weekday == 2
  size 1150 USD

exit long when weekday == 4
`

/** From Monday, 2024-07-01: a share that rises by ten euros a day. */
const PRICES = ['100', '110', '120', '130', '140'].map((price, k) => `2024-07-0${1 + k},${price}`)
/** Dollars a euro, from the Friday before. */
const RATES = ['06-28,1.1', '07-01,1.15', '07-02,1.2', '07-03,1.25', '07-04,1.3', '07-05,2']

const csv = (rows: readonly string[]) =>
  `date,open,high,low,close,volume\n${rows
    .map((row) => row.split(','))
    .map(([date, price]) => `${[date, price, price, price, price].join(',')},1000\n`)
    .join('')}`

function setting(rates = RATES, way = (rate: string) => rate, name = 'eurusd.csv') {
  const place = folder()
  const strategy = file('euro.strat', STRATEGY, place)
  const data = file('asml.csv', csv(PRICES), place)
  const turned = rates.map((row) => {
    const [day, rate] = row.split(',')
    return `2024-${day},${way(rate!)}`
  })
  const given = file(name, csv(turned), place)
  const account = ['--currency', 'USD']
  return {
    strategy,
    given,
    run: [strategy, '--data', data, '--calendar', 'XNYS', '--no-store', ...account],
    plain: [strategy, '--data', data, '--calendar', 'XNYS', '--no-store'],
  }
}

test('a euro share in a dollar account, at rates of days that are over', async () => {
  const { run, given } = setting()
  const { out, err } = await strat('run', ...run, '--rates', given, '--json')
  expect(err).toBe('')
  const { trades, openTrades, notes } = JSON.parse(out)
  // Decided on Tuesday at 110 euros and Monday's 1.15, bought on Wednesday at 120; the close of
  // Friday has Thursday's rate.
  expect(trades).toEqual([])
  expect(openTrades[0]).toMatchObject({ quantity: 9, entry: { price: 120 } })
  expect(openTrades[0].profit).toBeCloseTo(9 * (140 * 1.3 - 120 * 1.15), 6)
  expect(openTrades[0].conversion).toMatchObject({ entryRate: 1.15, exitRate: 1.3 })
  expect(openTrades[0].conversion.profit).toBeCloseTo(9 * 120 * 0.15, 6)
  expect(notes[0]).toContain('The rate alone made 162.00 USD of the profit.')
})

test('a pair that is called the other way round is turned round', async () => {
  const turned = setting(RATES, (rate) => String(1 / Number(rate)), 'USDEUR.csv')
  const { out } = await strat('run', ...turned.run, '--rates', turned.given, '--json')
  expect(JSON.parse(out).openTrades[0].profit).toBeCloseTo(9 * (140 * 1.3 - 120 * 1.15), 6)
})

test('a run without its rate is refused, and told how to bring it', async () => {
  const { run, plain, given } = setting()
  const { code, err } = await strat('run', ...run)
  expect(code).not.toBe(0)
  expect(err).toContain('The account is in USD and ASML in EUR, and nobody gave the rate')
  expect(err).toContain('--rates eurusd.csv')
  const own = await strat('run', ...plain)
  expect(own.err).toContain('writes amounts in USD, and the account is in EUR: say --currency USD')
  const useless = await strat('run', ...plain, '--currency', 'EUR', '--rates', given)
  expect(useless.err).toContain('writes amounts in USD')
  expect((await strat('run', ...plain, '--currency', 'dollars')).err).toContain('is no currency')
  const late = setting(RATES.slice(2))
  expect((await strat('run', ...late.run, '--rates', late.given)).err).toContain(
    'begins on 2024-07-02, the prices on 2024-07-01',
  )
})

test('a lock and an expected result keep the rates, and say when they are others', async () => {
  const { run, given, strategy } = setting()
  const lock = join(folder(), 'run.lock.json')
  await strat('run', ...run, '--rates', given, '--lock', lock)
  expect(JSON.parse(readFileSync(lock, 'utf8')).rates).toMatchObject({ pair: 'EURUSD' })
  expect((await strat('run', strategy, '--lock', lock, '--no-store')).out).toContain('to the bit')
  await strat('run', ...run, '--rates', given, '--write-expected')
  expect((await strat('test', strategy)).code).toBe(0)
  writeFileSync(given, readFileSync(given, 'utf8').replaceAll('1.3', '1.4'))
  const changed = await strat('run', strategy, '--lock', lock, '--no-store')
  expect(changed.out).toMatch(/Rates: EURUSD in .*, and they are others\./)
  expect((await strat('test', strategy)).code).not.toBe(0)
})
