import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { openStore } from '../../runtime/store/bar-store.ts'
import { file, strat } from '../command/strat.ts'
import { bringRates, euroHome, STRATEGY } from './euro.ts'
import { host } from './host.ts'

describe('an account of another currency, and finer bars', () => {
  let home: string
  let strategy: string
  beforeEach(async () => {
    home = await euroHome()
    strategy = file('euro.strat', STRATEGY)
  })
  afterEach(() => vi.unstubAllEnvs())

  /** What the server makes of the same text over the hours. */
  async function served(asked: Record<string, unknown>) {
    const opened = await openStore(join(home, 'bars.db'))
    if (opened.kind !== 'open') throw new Error(opened.reason)
    const { ask } = await host({ store: opened.store })
    const list = (await ask('GET', '/api/series')).json()
    const series = list.find(({ interval }: { interval: string }) => interval === '1h')
    const body = { source: STRATEGY, series: series.id, parameters: {}, ...asked }
    const answer = await ask('POST', '/api/runs', body)
    opened.store.close()
    return { list, answer }
  }

  test('come to what they come to on the command line', async () => {
    await bringRates(home)
    const run = [strategy, '--data', 'ACME', '--currency', 'USD', '--json']
    const { out, err } = await strat('run', ...run)
    expect(err).toBe('')
    const there = JSON.parse(out)
    const { answer } = await served({ currency: 'USD' })
    const { report } = answer.json()
    for (const part of ['figures', 'trades', 'openTrades', 'equity', 'equityByDay', 'options']) {
      expect(report[part], part).toEqual(there[part])
    }
    expect(report.options.currency).toBe('USD')
    expect(report.equity.settledBars).toBeGreaterThan(0)
    // The command also tells of the file that the store has read.
    const read = /is what was read of/
    expect(report.notes).toEqual(there.notes.filter((note: string) => !read.test(note)))

    const alone = JSON.parse((await strat('run', ...run, '--finer', 'none')).out)
    const coarse = (await served({ currency: 'USD', finer: 'none' })).answer.json().report
    expect(coarse.trades).toEqual(alone.trades)
    expect(coarse.figures).not.toEqual(report.figures)
  })

  test('a rate that is named is taken, and one that is not there is asked for', async () => {
    const missing = (await served({ currency: 'USD' })).answer
    expect(missing.statusCode).toBe(422)
    expect(missing.json().problems).toEqual([
      'The account is in USD and ACME in EUR, and there is no rate between them. Bring it with ' +
        'strat download EURUSD --source NAME, or with strat data import FILE --symbol EURUSD, or ' +
        'keep the account in EUR.',
    ])
    await bringRates(home)
    const { list } = await served({})
    const { id } = list.find(({ symbol }: { symbol: string }) => symbol === 'EURUSD')
    const named = (await served({ currency: 'USD', rates: id })).answer
    expect(named.statusCode).toBe(201)
    const wrong = (await served({ currency: 'USD', rates: list[0].id })).answer
    expect(wrong.json().problems?.[0] ?? '').toContain('there is no rate between')
    expect((await served({ rates: '0'.repeat(32) })).answer.statusCode).toBe(404)
    expect((await served({ finer: '0'.repeat(32) })).answer.statusCode).toBe(404)
    expect((await served({ currency: 'usd' })).answer.statusCode).toBe(400)
  })
})
