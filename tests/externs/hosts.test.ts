/** An extern that fails is told by whoever runs it: the command, tests, live, the server. */

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { EXAMPLE_LIBRARIES } from '../../language/example.ts'
import { readJournal } from '../../runtime/journal/journal.ts'
import { file, folder, strat } from '../command/strat.ts'
import { compiled, dayOfBars, INSTRUMENT, inFolder, MINUTE, startRun } from '../live/stage.ts'
import { openWorld } from '../live/world.ts'
import { host } from '../server/host.ts'

const MOMENTUM = EXAMPLE_LIBRARIES.get('momentum.ts')!
/** From its hundredth step on. */
const FAILING = MOMENTUM.replace('last = x\n', 'last = seen < 100 ? x : x.wrong.field\n')
const ENDLESS = MOMENTUM.replace('last = x\n', 'while (seen >= 100) last = x\n')
const TOLD =
  /momentum\.ts:15: the extern `turn` fails at a bar, given [\d.]+: .*Mend it; strat check/

const STRATEGY = `strategy "Turns"
timeframe 1d
import "momentum.ts"
enter long when momentum.turn(close, 3) > 0
  size 10 shares
exit long when momentum.turn(close, 3) < 0
test "long enough" {
  close walk(seed: 7, bars: 200)
  expect trades > 3
}
`

function beside(momentum: string): string {
  const place = folder()
  file('momentum.ts', momentum, place)
  return file('turns.strat', STRATEGY, place)
}

afterEach(() => vi.unstubAllEnvs())

describe('the command', () => {
  test('runs one that holds, and says where another fails', async () => {
    const good = await strat('run', beside(MOMENTUM), '--sample', '--json')
    expect(good).toMatchObject({ code: 0, err: '' })
    expect(JSON.parse(good.out).trades.length).toBeGreaterThan(3)
    for (const words of [FAILING, ENDLESS]) {
      const { code, err } = await strat('run', beside(words), '--sample')
      expect(code).toBe(1)
      expect(err).toMatch(words === FAILING ? TOLD : /momentum\.ts:15: .*it does not end/)
    }
  })

  test('fails its test, and no other', async () => {
    expect(await strat('test', beside(MOMENTUM))).toMatchObject({ code: 0 })
    const { code, out } = await strat('test', beside(FAILING))
    expect(code).toBe(1)
    expect(out).toMatch(TOLD)
  })

  test.each(['refuse', 'shipped'])('runs none of its own with extern: %s', async (policy) => {
    vi.stubEnv('STRAT_EXTERN', policy)
    const { code, err } = await strat('run', beside(MOMENTUM), '--sample')
    expect(code).toBe(1)
    expect(err).toContain('extern-refused')
  })
})

describe('a live run', () => {
  test('ends where it fails: noted with place and remedy, and with what is held', () =>
    inFolder(async (place) => {
      const text = `strategy "Turns"
timeframe 1m
import "momentum.ts"
enter long "now" when bar_index > 262 and momentum.turn(close, 3) > -1000
  size 10 shares
  stop entry_price - 50
enter short "wait" when close > 0
  at limit close + 40
  size 10 shares
  expire gtc
`
      // Fails in the middle of the day, after what came before it.
      const late = FAILING.replace('seen < 100', 'seen < 300')
      const module = compiled(text, new Map([['momentum.ts', late]]))
      const world = openWorld({
        ...{ bars: dayOfBars(200, 260), timeframeMs: MINUTE, first: 260, cash: 100_000 },
        ...{ costs: {}, instrument: INSTRUMENT },
      })
      const path = join(place, 'journal')
      const run = startRun(module, world.connect(), path)
      const outcome = await run.finished
      expect(outcome).toMatchObject({ kind: 'failed', reason: expect.stringMatching(TOLD) })
      const notes = readJournal(path).flatMap((one) => (one.kind === 'note' ? [one.text] : []))
      expect(notes.at(-1)).toMatch(TOLD)
      expect(notes.at(-1)).toContain('the position is 10')
      // It cannot go on by the same text.
      const again = startRun(module, world.connect(), path)
      expect(await again.finished).toMatchObject({ reason: expect.stringMatching(TOLD) })
    }))
})

describe('the server', () => {
  async function served(momentum: string, policy = 'allow') {
    vi.stubEnv('STRAT_EXTERN', policy)
    const { ask, folder: strategies } = await host()
    writeFileSync(join(strategies, 'momentum.ts'), momentum)
    const [{ id: series }] = (await ask('GET', '/api/series')).json()
    const run = await ask('POST', '/api/runs', { source: STRATEGY, series, parameters: {} })
    return { run, text: (await ask('GET', '/api/externs/momentum.ts')).json() }
  }

  test('runs one that holds, and says where another fails', async () => {
    const { run, text } = await served(MOMENTUM)
    expect([run.statusCode, text.text]).toEqual([201, MOMENTUM])
    const failed = (await served(FAILING)).run
    expect([failed.statusCode, failed.json().code]).toEqual([422, 'mistakes'])
    expect(failed.json().problems).toEqual([expect.stringMatching(TOLD)])
  })

  test.each(['refuse', 'shipped'])('runs none and shows none with extern: %s', async (policy) => {
    const { run, text } = await served(MOMENTUM, policy)
    expect(run.statusCode).toBe(422)
    expect(run.json().diagnostics.map(({ code }: { code: string }) => code)).toEqual([
      'extern-refused',
    ])
    expect(text.text).not.toContain('export')
  })
})
