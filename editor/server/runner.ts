import { spawn } from 'node:child_process'
import { dirname } from 'node:path'
import { z } from 'zod'
import type { GivenSeries } from '../../runtime/calendar/bar-clocks.ts'
import type { PairBars } from '../../runtime/calendar/rates-beside.ts'
import type { AskedRun } from '../pipeline/run-settings.ts'
import { finerName } from '../pipeline/strategy-bars.ts'
import { Diagnostic, ReportDocument, RunDigest, RunRefused } from './contract.ts'
import { fences } from './fences.ts'
import { type RunRequest, runRequestBytes } from './run-request.ts'
import type { CatalogueEntry } from './series-catalogue.ts'

type Asked = AskedRun & Pick<RunRequest, 'source' | 'libraries'>

/** What a run goes over, and what its strategy may read beside. */
export interface RunSeries {
  readonly entry: CatalogueEntry
  readonly beside: readonly CatalogueEntry[]
  /** Pairs of currencies with the account's. */
  readonly pairs: readonly CatalogueEntry[]
  readonly finer?: CatalogueEntry
}

/** Makes backtests, one at a time, each in a process of its own. */
export interface Runner {
  /** Makes a run when its turn comes; `signal` fires when whoever asked for it goes away. */
  readonly run: (ask: Asked, over: RunSeries, signal: AbortSignal) => Promise<RunOutcome>
  /** Ends the run that is being made, and those that wait; no other will be made. */
  readonly close: () => void
}

/** What a run's process answers. It is believed no more than any other text from outside. */
const RunAnswer = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('ran'),
    digest: RunDigest,
    warnings: z.array(Diagnostic),
    report: ReportDocument,
  }),
  z.object({ kind: z.literal('refused'), refusal: RunRefused }),
])
export type RunAnswer = z.output<typeof RunAnswer>
export type RunMade = RunAnswer & { readonly kind: 'ran' }

export type RunOutcome =
  | RunAnswer
  /** Too many wait. */
  | { readonly kind: 'busy' }
  /** Not made, and it is not the strategy's fault: prices, the server's end, a mistake of ours. */
  | { readonly kind: 'unavailable'; readonly problem: string }

export interface RunnerOptions {
  /** `run-child.ts`, bundled to one file. */
  readonly script: string
  readonly timeLimitMs?: number
  readonly heapLimitMb?: number
  /** How many may wait behind the one that is made. */
  readonly mostWaiting?: number
  /** Told why a run's process ended without an answer. */
  readonly onFault: (error: unknown) => void
}

const TIME_LIMIT_MS = 60_000
const HEAP_LIMIT_MB = 512
const MOST_WAITING = 4
const MOST_ANSWER_BYTES = 64 * 1024 * 1024
const MOST_ERROR_BYTES = 64 * 1024

/** A runner that waits for work. */
export function createRunner(options: RunnerOptions): Runner {
  const { mostWaiting = MOST_WAITING } = options
  const closing = new AbortController()
  let waiting = 0
  let last: Promise<unknown> = Promise.resolve()
  return {
    run: async (ask, over, signal) => {
      if (waiting > mostWaiting) return { kind: 'busy' }
      waiting++
      const stop = AbortSignal.any([signal, closing.signal])
      const made = last.then(() => makeRun(ask, over, stop, options))
      last = made.catch(() => undefined)
      try {
        return await made
      } finally {
        waiting--
      }
    },
    close: () => closing.abort(),
  }
}

async function makeRun(
  ask: Asked,
  over: RunSeries,
  stop: AbortSignal,
  options: RunnerOptions,
): Promise<RunOutcome> {
  if (stop.aborted) return STOPPED
  const request = requestOf(ask, over)
  if ('problem' in request) return { kind: 'unavailable', problem: request.problem }
  const end = await runProcess(runRequestBytes(request), stop, options)
  switch (end.kind) {
    case 'stopped':
      return STOPPED
    case 'time-limit':
      return limit('time-limit', 'The run took too long.', 'Run over fewer bars, or compute less.')
    case 'memory-limit':
      return limit('memory-limit', 'The run needed too much memory.', 'Run over fewer bars.')
    case 'ended': {
      const answer = end.code === 0 ? answerIn(end.output) : undefined
      if (answer !== undefined) return answer
      options.onFault(new Error(`a run's process ended with ${end.code}: ${end.errors}`))
      return { kind: 'unavailable', problem: 'The run failed, by a mistake of ours.' }
    }
  }
}

/** What a run's process is given; a problem where prices cannot be read. */
export function requestOf(
  { source, libraries, ...asked }: Asked,
  { entry: { series, load }, ...others }: RunSeries,
): RunRequest | { readonly problem: string } {
  const loaded = load()
  if ('problem' in loaded) return loaded
  const { bars, notes } = loaded
  const problems: string[] = []
  const given = (entry: CatalogueEntry) => {
    const read = entry.load()
    const { symbol, interval } = entry.series
    if ('problem' in read) problems.push(read.problem)
    else if (interval !== null) return [{ symbol, timeframe: interval, bars: read.bars }]
    return []
  }
  const beside = others.beside.flatMap(given)
  const pairs = others.pairs.flatMap(given)
  const [finer] = (others.finer ? [others.finer] : []).flatMap(given)
  const [problem] = problems
  if (problem !== undefined) return { problem }
  return {
    ...{ source, libraries, asked, bars, pairs, series: { ...series, notes } },
    beside: beside.map((one) => besideOf(one, series.symbol)),
    ...(finer && { finer: { ...finer, name: finerName(finer) } }),
  }
}

/** Other bars of the run's own instrument are known by their timeframe alone. */
function besideOf({ symbol, ...bars }: PairBars, own: string): GivenSeries {
  return symbol === own ? bars : { symbol, ...bars }
}

const STOPPED: RunOutcome = { kind: 'unavailable', problem: 'The run was stopped.' }

function limit(code: 'time-limit' | 'memory-limit', message: string, hint: string): RunOutcome {
  return { kind: 'refused', refusal: { code, message, hint, diagnostics: [], problems: [] } }
}

function answerIn(output: string): RunAnswer | undefined {
  try {
    return RunAnswer.safeParse(JSON.parse(output)).data
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/** Why a process did not come to its end. */
type Cut = 'stopped' | 'time-limit' | 'memory-limit'

type ProcessEnd =
  | { readonly kind: Cut }
  | {
      readonly kind: 'ended'
      readonly code: number | null
      readonly output: string
      readonly errors: string
    }

function runProcess(
  input: readonly Uint8Array[],
  stop: AbortSignal,
  { script, timeLimitMs = TIME_LIMIT_MS, heapLimitMb = HEAP_LIMIT_MB }: RunnerOptions,
): Promise<ProcessEnd> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...fences(script, heapLimitMb), script], {
      cwd: dirname(script),
      env: {},
      stdio: ['pipe', 'pipe', 'pipe'],
    })
    let why: Cut | undefined
    const kill = (reason: Cut) => () => {
      why ??= reason
      child.kill('SIGKILL')
    }
    const onStop = kill('stopped')
    const timer = setTimeout(kill('time-limit'), timeLimitMs)
    stop.addEventListener('abort', onStop)
    const output = gather(child.stdout, MOST_ANSWER_BYTES, kill('memory-limit'))
    const errors = gather(child.stderr, MOST_ERROR_BYTES, () => {})
    // A process that ends before it has read all closes the pipe: its end says why.
    child.stdin.on('error', () => {})
    for (const bytes of input) child.stdin.write(bytes)
    child.stdin.end()
    child.once('error', reject)
    child.once('close', (code, signal) => {
      clearTimeout(timer)
      stop.removeEventListener('abort', onStop)
      // Ctrl-C in a terminal reaches it, too, and maybe before it reaches us.
      if (signal === 'SIGINT' || signal === 'SIGTERM') why ??= 'stopped'
      if (isOutOfMemory(errors())) why ??= 'memory-limit'
      resolve(
        why === undefined
          ? { kind: 'ended', code, output: output(), errors: errors() }
          : { kind: why },
      )
    })
  })
}

function isOutOfMemory(errors: string): boolean {
  return /heap out of memory|Array buffer allocation failed/.test(errors)
}

/** Collects a stream as text; calls `full` when it is longer than it may be. */
function gather(stream: NodeJS.ReadableStream, most: number, full: () => void): () => string {
  const chunks: Buffer[] = []
  let length = 0
  stream.on('data', (chunk: Buffer) => {
    length += chunk.length
    if (length > most) full()
    else chunks.push(chunk)
  })
  return () => Buffer.concat(chunks).toString('utf8')
}
