/** Runs in a process of their own: bounded, one at a time, and with no way out. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { answerRun } from '../../editor/server/answer-run.ts'
import { fences } from '../../editor/server/fences.ts'
import { createRunner, type Runner, type RunnerOptions } from '../../editor/server/runner.ts'
import { type CatalogueEntry, seriesCatalogue } from '../../editor/server/series-catalogue.ts'
import { ROOT } from '../command/strat.ts'
import { childScript } from './child-script.ts'
import { CROSSOVER, SAMPLE } from './host.ts'

const [entry] = seriesCatalogue(undefined, [SAMPLE], () => {}).list() as [CatalogueEntry]
const over = { entry, beside: [], pairs: [] }
const NEVER = new AbortController().signal
const ask = { source: CROSSOVER, libraries: [], parameters: {} }

let script = ''
let hostile = ''
beforeAll(async () => {
  script = await childScript('editor/server/run-child.ts')
  hostile = await childScript('tests/server/escape.ts')
})

/** A runner, and the mistakes of ours that it told. */
function runner(options: Partial<RunnerOptions> = {}): Runner & { readonly faults: unknown[] } {
  const faults: unknown[] = []
  const made = createRunner({ script, onFault: (error) => faults.push(error), ...options })
  onTestFinished(() => made.close())
  return { ...made, faults }
}

let scripts = 0

/** A script in the child's place. */
function stub(code: string): string {
  const path = join(dirname(script), `stub-${scripts++}.mjs`)
  writeFileSync(path, code)
  return path
}

const ENDLESS = 'setInterval(() => {}, 1000)'

test('a run in a process of its own comes to what it comes to here', async () => {
  const { bars } = SAMPLE
  const here = answerRun({
    source: CROSSOVER,
    libraries: [],
    asked: { parameters: {} },
    bars,
    beside: [],
    pairs: [],
    series: { ...entry.series, notes: [] },
  })
  const { run, faults } = runner()
  expect(await run(ask, over, NEVER)).toEqual(here)
  expect(here.kind).toBe('ran')
  expect(faults).toEqual([])
})

test('a strategy that reads another instrument has it beside its own, or is told what is missing', async () => {
  const source = `${CROSSOVER}let wide = close @ OTHER\nplot wide\n`
  const other = {
    ...entry,
    series: { ...entry.series, symbol: 'OTHER' },
    load: () => ({ bars: shifted, notes: [] }),
  }
  const shifted = { ...SAMPLE.bars, close: SAMPLE.bars.close.map((price) => price + 1) }
  const { run } = runner()
  const alone = await run({ ...ask, source }, over, NEVER)
  expect(alone).toMatchObject({ kind: 'refused', refusal: { code: 'settings' } })
  const told = alone.kind === 'refused' ? alone.refusal.problems : []
  expect(told.join()).toContain('It reads OTHER 1d, and there are no such bars')
  const made = await run({ ...ask, source }, { entry, beside: [other], pairs: [] }, NEVER)
  expect(made.kind).toBe('ran')
})

describe('a run that is cut short', () => {
  test('by the clock', async () => {
    const { run } = runner({ script: stub(ENDLESS), timeLimitMs: 200 })
    const outcome = await run(ask, over, NEVER)
    expect(outcome).toMatchObject({ kind: 'refused', refusal: { code: 'time-limit' } })
  })

  test('by its heap', async () => {
    const greedy = stub('const all = []; for (;;) all.push({ a: [all.length] })')
    const { run, faults } = runner({ script: greedy, heapLimitMb: 20 })
    const outcome = await run(ask, over, NEVER)
    expect(outcome).toMatchObject({ kind: 'refused', refusal: { code: 'memory-limit' } })
    expect(faults).toEqual([])
  })

  test('by plots that fit nowhere', async () => {
    const plots = Array.from({ length: 100 }, (_, index) => `plot close + ${index}`).join('\n')
    const { run } = runner()
    const large = { ...SAMPLE.bars, length: 1_000_000 }
    const source = `${CROSSOVER}${plots}\n`
    const series = { ...entry.series, notes: [] }
    const answer = answerRun({
      ...{ source, libraries: [], asked: { parameters: {} } },
      ...{ bars: large, beside: [], pairs: [], series },
    })
    expect(answer).toMatchObject({ kind: 'refused', refusal: { code: 'memory-limit' } })
    expect(await run({ ...ask, source }, over, NEVER)).toMatchObject({ kind: 'ran' })
  })

  test('by an answer without end', async () => {
    const text =
      "const x = 'x'.repeat(1e6); const more = () => process.stdout.write(x, more); more()"
    const outcome = await runner({ script: stub(text) }).run(ask, over, NEVER)
    expect(outcome).toMatchObject({ kind: 'refused', refusal: { code: 'memory-limit' } })
  })

  test('by whoever asked for it', async () => {
    const abort = new AbortController()
    const { run } = runner({ script: stub(ENDLESS) })
    const first = run(ask, over, abort.signal)
    await sleep(50)
    abort.abort()
    expect(await first).toEqual({ kind: 'unavailable', problem: 'The run was stopped.' })
  })

  test('by the end of the server, and so are those that wait', async () => {
    const { run, close } = runner({ script: stub(ENDLESS) })
    const runs = [run(ask, over, NEVER), run(ask, over, NEVER)]
    await sleep(50)
    close()
    const stopped = { kind: 'unavailable', problem: 'The run was stopped.' }
    expect(await Promise.all(runs)).toEqual([stopped, stopped])
  })
})

test('one run is made at a time, some wait, more are turned away', async () => {
  const abort = new AbortController()
  const { run } = runner({ script: stub(ENDLESS), mostWaiting: 2 })
  const held = run(ask, over, abort.signal)
  const gone = new AbortController()
  const waiting = [run(ask, over, gone.signal), run(ask, over, gone.signal)]
  expect(await run(ask, over, NEVER)).toEqual({ kind: 'busy' })
  gone.abort()
  abort.abort()
  await Promise.all([held, ...waiting])
  const after = run(ask, over, AbortSignal.timeout(100))
  expect(await after).toMatchObject({ kind: 'unavailable' })
})

test.each([
  ['nothing', ''],
  ['no JSON', "process.stdout.write('{')"],
  ['another shape', `process.stdout.write('{"kind":"ran","report":{}}')`],
  ['a crash', "throw new Error('secret')"],
])('%s is no answer: it is owned up to, and told to the terminal alone', async (_title, code) => {
  const { run, faults } = runner({ script: stub(code) })
  const outcome = await run(ask, over, NEVER)
  const problem = 'The run failed, by a mistake of ours.'
  expect(outcome).toEqual({ kind: 'unavailable', problem })
  expect(faults).toHaveLength(1)
})

describe('a strategy', () => {
  test.each([
    readFileSync(`${ROOT}tests/compiler/samples/hostile/input.strat`, 'utf8'),
    ...[
      'process.exit()',
      'fetch(close)',
      'globalThis.x',
      "import('node:fs')",
      '`text`',
      'eval(1)',
    ].map((expression) => `strategy "x"\ntimeframe 1d\nlet a = ${expression}\nplot a\n`),
  ])('has no words for a way out: %j', async (source) => {
    const { run, faults } = runner()
    const outcome = await run({ ...ask, source }, over, NEVER)
    expect(['ran', 'refused']).toContain(outcome.kind)
    expect(faults).toEqual([])
  })

  test('finds none, were its code not ours', async () => {
    const server = createServer((_request, response) => response.end('reached')).listen(
      0,
      '127.0.0.1',
    )
    onTestFinished(() => void server.close())
    await once(server, 'listening')
    const port = String((server.address() as AddressInfo).port)
    const file = stub('')
    const tried = async (flags: readonly string[], how: 'cut off' | 'open') => {
      const child = spawn(process.execPath, [...flags, hostile, port, file, how], { env: {} })
      const results = JSON.parse(await text(child.stdout)) as Record<string, string>
      return Object.keys(results).filter((name) => results[name] === 'done')
    }
    expect(await tried(fences(hostile, 256), 'cut off')).toEqual([])
    // Each fence holds something: without it, some of the attempts come through.
    expect(await tried([], 'cut off')).toEqual(
      expect.arrayContaining(['read a file', 'start a process', 'start a thread']),
    )
    expect(await tried([], 'open')).toEqual(
      expect.arrayContaining(['fetch', 'open a socket', 'listen', 'stop another process']),
    )
  })
})
