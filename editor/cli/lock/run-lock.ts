import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { z } from 'zod'
import { calendarRules } from '../../../runtime/calendar/calendars.ts'
import { FEE_SCHEDULES } from '../../../runtime/core/ibkr-schedules.ts'
import type { RunReport } from '../../../runtime/report/run-report.ts'
import { costsText, parameterText } from '../../../runtime/report/words.ts'
import { runDigest, seriesDigest } from '../../pipeline/run-digest.ts'
import { barMarks } from './bar-marks.ts'

const DIGEST = z.string().regex(/^[0-9a-f]{64}$/)
const TEXTS = z.record(z.string(), z.string())

/** All that a run's result depends on, and the result: enough to repeat it to the bit. */
export const RUN_LOCK = z.strictObject({
  lock: z.literal(1),
  /** `file` from the lock's folder. */
  strategy: z.strictObject({ title: z.string(), source: DIGEST, file: z.string() }),
  /** Its version, and the hash of the program that it made of the source. */
  compiler: z.strictObject({ version: z.string(), program: DIGEST }),
  /** How the run was made, in the words of the command line. */
  run: z.record(z.string(), z.union([z.string(), z.literal(true), z.array(z.string())])),
  /** By name, as the strategy would write them. */
  parameters: TEXTS,
  /** By name, as words or JSON. */
  options: TEXTS,
  /** Versions of what is neither strategy nor prices: digests, and the platform's own. */
  world: TEXTS,
  data: z.strictObject({
    source: z.string(),
    bars: z.number(),
    first: z.string(),
    last: z.string(),
    digest: DIGEST,
    /** See `barMarks`: they tell which bar is another one. */
    barsPerMark: z.number(),
    marks: z.string(),
  }),
  /** The shorter bars that told the order of fills. */
  finer: z
    .strictObject({ source: z.string(), timeframe: z.string(), bars: z.number(), digest: DIGEST })
    .optional(),
  /** What its money was converted at. */
  rates: z.strictObject({ source: z.string(), pair: z.string(), digest: DIGEST }).optional(),
  result: z.strictObject({ equity: DIGEST, trades: DIGEST, finalEquity: z.number() }),
})

export type RunLock = z.infer<typeof RUN_LOCK>

/** What a run was made with that its report does not know. */
export interface RunMakers {
  readonly version: string
  /** The emitted JavaScript. */
  readonly program: string
  /** Of the platform: of timezone data. */
  readonly platform: Readonly<Record<string, string>>
  readonly words: RunLock['run']
  /** The strategy's, from the lock's folder. */
  readonly file: string
}

/** The lock of a run. The same run gives the same lock, byte for byte. */
export function lockOf(report: RunReport, makers: RunMakers): RunLock {
  const { meta, bars, finer, rates, result, options, metrics } = report
  const { policy, instrument, costs, margin = policy.margin } = options
  const day = (bar: number) => new Date(bars.time[bar]!).toISOString()
  return {
    lock: 1,
    strategy: { title: meta.title, source: meta.sourceHash, file: makers.file },
    compiler: { version: makers.version, program: digestOf(makers.program) },
    run: makers.words,
    parameters: Object.fromEntries(
      meta.parameters.map((one, index) => [
        one.name,
        parameterText(one, report.parameters[index]!),
      ]),
    ),
    options: {
      cash: String(options.cash),
      ...(options.currency && { currency: options.currency }),
      costs: costsText(costs),
      'end of run': options.endOfRun ?? policy.endOfRun,
      ...(options.lots && { lots: options.lots }),
      'trade from': String(options.tradeFrom ?? 0),
      ...flat('policy', policy),
      ...flat('margin', margin),
      ...flat('instrument', instrument),
      ...flat('metrics', metrics),
    },
    world: {
      'fee schedules': digestOf(JSON.stringify(FEE_SCHEDULES)),
      calendars: digestOf(JSON.stringify(calendarRules())),
      ...makers.platform,
    },
    data: {
      source: String(makers.words.data ?? report.data),
      bars: bars.length,
      first: day(0),
      last: day(bars.length - 1),
      digest: seriesDigest(bars),
      ...barMarks(bars),
    },
    ...(finer && {
      finer: {
        source: String(makers.words.finer ?? finer.name),
        timeframe: finer.timeframe,
        bars: finer.bars.length,
        digest: seriesDigest(finer.bars),
      },
    }),
    ...(rates && {
      rates: {
        source: String(makers.words.rates ?? rates.name),
        pair: rates.pair,
        digest: seriesDigest(rates.bars),
      },
    }),
    result: { ...runDigest(result), finalEquity: result.equity[bars.length - 1]! },
  }
}

function flat(name: string, value: object): Record<string, string> {
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== 'summary' && key !== 'margin')
      .map(([key, one]) => [
        key === 'name' ? name : `${name} ${key}`,
        typeof one === 'string' ? one : JSON.stringify(one),
      ]),
  )
}

function digestOf(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)))
}
