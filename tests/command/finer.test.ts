import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { file, folder, strat } from './strat.ts'

const MINUTE = 60_000
const STRATEGY = `/// In and out by a bracket.
strategy "Bracket"

timeframe 1h

enter long when close > 0
  size 10 shares
  stop entry_price - 0.6
  target entry_price + 0.6
`

type Row = [time: number, open: number, high: number, low: number, close: number, volume: number]

/** Quarters of an hour of six sessions from 2024-07-01, the third ends early; no chance in it. */
function quarters(): Row[] {
  const rows: Row[] = []
  let before = 100
  for (const day of [1, 2, 3, 5, 8, 9]) {
    const length = day === 3 ? 210 : 390
    for (let minute = 0; minute < length; minute += 15) {
      const k = rows.length
      const close = 100 + ((k * 7) % 11) / 4 - ((k * 5) % 13) / 5
      const time = Date.UTC(2024, 6, day, 13, 30 + minute)
      rows.push([time, before, Math.max(before, close) + 0.25, Math.min(before, close), close, 100])
      before = close
    }
  }
  return rows
}

/** Hours from the session's open: the last is a half. */
function hours(rows: readonly Row[]): Row[] {
  const made: Row[] = []
  let of = -1
  for (const [time, open, high, low, close, volume] of rows) {
    const first = Date.UTC(2024, 6, new Date(time).getUTCDate(), 13, 30)
    const start = first + Math.floor((time - first) / (60 * MINUTE)) * 60 * MINUTE
    const last = made.at(-1)
    if (start !== of || last === undefined) made.push([start, open, high, low, close, volume])
    else {
      last[2] = Math.max(last[2], high)
      last[3] = Math.min(last[3], low)
      last[4] = close
      last[5] += volume
    }
    of = start
  }
  return made
}

function csv(rows: readonly Row[]): string {
  const lines = rows.map(([time, ...rest]) => [new Date(time).toISOString(), ...rest].join(','))
  return `time,open,high,low,close,volume\n${lines.join('\n')}\n`
}

function setting(change: (rows: Row[]) => readonly Row[] = (rows) => rows) {
  const place = folder()
  const strategy = file('bracket.strat', STRATEGY, place)
  const data = file('hours.csv', csv(hours(quarters())), place)
  const finer = file('quarters.csv', csv(change(quarters())), place)
  const args = [strategy, '--data', data, '--calendar', 'XNYS', '--no-store']
  return { strategy, data, finer, args }
}

async function json(...args: readonly string[]) {
  const { out, err } = await strat('run', ...args, '--json')
  expect(err).toBe('')
  return JSON.parse(out)
}

describe('strat run --finer', () => {
  test('shorter bars tell what filled first, in whole and in half days', async () => {
    const { args, finer } = setting()
    const alone = await json(...args)
    const walked = await json(...args, '--finer', finer)
    expect(alone.equity).toMatchObject({ ambiguousBars: 19, settledBars: 0 })
    expect(walked.equity).toMatchObject({ ambiguousBars: 0, settledBars: 19 })
    const { out } = await strat('run', ...args, '--finer', finer)
    expect(out).toContain(`Fills in 39 of 39 bars are in the order that their bars of 15m tell`)
    expect(out).toMatch(/In 19 bars the finer bars told which of two orders filled first\./)
  })

  test('a bar without sound finer ones stands alone, and is counted', async () => {
    const { args, finer } = setting((rows) => {
      rows[5]![2] += 5
      // The next to last bars of an hour: prices stay, a quarter is missing.
      return rows.filter((_, k) => (k < 8 || k > 11) && k !== 13)
    })
    const { out } = await strat('run', ...args, '--finer', finer)
    expect(out.replace(/\s+/g, ' ')).toContain(
      'Fills in 36 of 39 bars are in the order that their bars of 15m tell',
    )
    expect(out.replace(/\s+/g, ' ')).toContain(
      'Others stand alone: 1 without any, 1 with other prices, 1 with some missing, ' +
        'first 2024-07-01 14:30.',
    )
  })

  test('a lock keeps their hash, and says when they are others', async () => {
    const { args, finer, strategy } = setting()
    const lock = join(folder(), 'run.lock.json')
    await strat('run', ...args, '--finer', finer, '--lock', lock)
    const kept = JSON.parse(readFileSync(lock, 'utf8'))
    expect(kept.finer).toMatchObject({ timeframe: '15m', bars: 144 })
    const again = await strat('run', strategy, '--lock', lock, '--no-store')
    expect(again.out).toContain('to the bit')
    const rows = quarters()
    rows[140]![2] += 1
    writeFileSync(finer, csv(rows))
    const changed = await strat('run', strategy, '--lock', lock, '--no-store')
    expect(changed.out).toContain('Finer bars: 144 of 15m in')
    expect(changed.out).toContain(', and they are others.')
    const none = await strat('run', strategy, '--lock', lock, '--no-store', '--finer', 'none')
    expect(none.out).toContain('Finer bars: none, locked 144 of 15m')
  })

  test('an expected result is run on them', async () => {
    const { args, finer, strategy } = setting()
    const { code, out, err } = await strat('run', ...args, '--finer', finer, '--write-expected')
    expect([code, err]).toEqual([0, ''])
    expect(out).toContain('strat test expects it')
    expect((await strat('test', strategy)).code).toBe(0)
    writeFileSync(finer, csv(quarters().slice(20)))
    expect((await strat('test', strategy)).out).toMatch(/expected/)
  })

  test('bars that are no shorter, and files that are not there, are refused', async () => {
    const { args, data } = setting()
    const same = await strat('run', ...args, '--finer', data)
    expect(same.code).not.toBe(0)
    expect(same.err).toContain('has bars of 1h: take shorter ones than 1h')
    const absent = await strat('run', ...args, '--finer', 'absent.csv')
    expect(absent.code).not.toBe(0)
    expect(absent.err).toMatch(/--finer: .*absent\.csv/)
  })

  test('those of a symbol are taken from the store unasked', async () => {
    const { strategy, data, finer } = setting()
    process.env.STRAT_HOME = folder()
    try {
      for (const path of [data, finer]) {
        expect((await strat('data', 'import', path, '--symbol', 'ABC')).code).toBe(0)
      }
      const args = [strategy, '--data', 'ABC', '--calendar', 'XNYS']
      const { out } = await strat('run', ...args)
      expect(out).toContain('ABC 15m of the store')
      expect((await strat('run', ...args, '--finer', 'none')).out).not.toContain('of the store')
    } finally {
      delete process.env.STRAT_HOME
    }
  })
})
