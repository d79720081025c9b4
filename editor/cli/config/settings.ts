import { z } from 'zod'
import { LOT_METHODS } from '../../../runtime/core/lot-methods.ts'
import { POLICIES } from '../../../runtime/core/policy.ts'
import { costWords } from '../../pipeline/cost-words.ts'
import { marginWords } from '../../pipeline/margin-words.ts'
import { metricWords } from '../../pipeline/metric-words.ts'

/** Something that a user may set once for all commands. */
export interface Setting {
  /** In `strat.yaml`: a point stands for a mapping within. */
  readonly key: string
  readonly environment: string
  readonly doc: string
  readonly schema: z.ZodType<string | number>
  /** Absent: not set unless somebody does. */
  readonly standard?: string | number
  /** A file or folder: in `strat.yaml` it is meant from that file's folder. */
  readonly path?: true
  /** The options that it stands in for: command and option, as the flags are named. */
  readonly options: readonly (readonly [command: string, option: string])[]
}

const port = z.number().int().min(1).max(65_535)
const text = z.string().min(1)

const zone = text.refine(isZone, 'must be a time zone such as America/New_York')
const costs = understood(costWords)
const metrics = understood(metricWords)
const margin = understood(marginWords)

/** How much a log tells; each tells what those after it tell, too. */
export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const

/** Every setting, in the order in which `strat config` shows them. No secret is one. */
export const SETTINGS: readonly Setting[] = [
  {
    key: 'data',
    environment: 'STRAT_DATA',
    doc: 'prices to run over: a file, or a symbol of the store',
    schema: text,
    options: [
      ['run', 'data'],
      ['compare', 'data'],
    ],
  },
  {
    key: 'cash',
    environment: 'STRAT_CASH',
    doc: 'start capital',
    schema: z.number().positive(),
    standard: 100_000,
    options: [
      ['run', 'cash'],
      ['compare', 'cash'],
      ['live', 'cash'],
    ],
  },
  {
    key: 'currency',
    environment: 'STRAT_CURRENCY',
    doc: "the account's (not set: the instrument's)",
    schema: text,
    options: [
      ['run', 'currency'],
      ['compare', 'currency'],
    ],
  },
  {
    key: 'rates',
    environment: 'STRAT_RATES',
    doc: "what the instrument's currency comes to in it: a file, or a symbol of the store",
    schema: text,
    options: [
      ['run', 'rates'],
      ['compare', 'rates'],
    ],
  },
  {
    key: 'costs',
    environment: 'STRAT_COSTS',
    doc: "as in a costs block (not set: the strategy's own)",
    schema: costs,
    options: [
      ['run', 'costs'],
      ['compare', 'costs'],
      ['live', 'costs'],
    ],
  },
  {
    key: 'policy',
    environment: 'STRAT_POLICY',
    doc: 'how orders fill in a backtest',
    schema: z.enum(Object.keys(POLICIES)),
    standard: 'next_open',
    options: [
      ['run', 'policy'],
      ['compare', 'policy'],
    ],
  },
  {
    key: 'margin',
    environment: 'STRAT_MARGIN',
    doc: "what positions tie up in a backtest: cash, reg-t, 25% (not set: the policy's way)",
    schema: margin,
    options: [
      ['run', 'margin'],
      ['compare', 'margin'],
    ],
  },
  {
    key: 'metrics',
    environment: 'STRAT_METRICS',
    doc: 'what the figures of a backtest mean: a convention, and what differs from it',
    schema: metrics,
    standard: 'lockstep',
    options: [
      ['run', 'metrics'],
      ['compare', 'metrics'],
    ],
  },
  {
    key: 'lots',
    environment: 'STRAT_LOTS',
    doc: 'which shares the exits of a backtest are booked against (not set: those of their own trade)',
    schema: z.enum(LOT_METHODS),
    options: [
      ['run', 'lots'],
      ['compare', 'lots'],
    ],
  },
  {
    key: 'timezone',
    environment: 'STRAT_TIMEZONE',
    doc: 'of times in files of prices that do not say',
    schema: zone,
    options: [
      ['run', 'timezone'],
      ['compare', 'timezone'],
    ],
  },
  {
    key: 'instruments',
    environment: 'STRAT_INSTRUMENTS',
    doc: 'tick, lot, multiplier and more of symbols (not set: instruments.yaml, if it is there)',
    schema: text,
    path: true,
    options: [
      ['run', 'instruments'],
      ['compare', 'instruments'],
    ],
  },
  {
    key: 'extern',
    environment: 'STRAT_EXTERN',
    doc: 'which externs run: allow (all), shipped (those that come with it), refuse (none)',
    schema: z.enum(['allow', 'shipped', 'refuse']),
    standard: 'allow',
    options: [],
  },
  {
    key: 'home',
    environment: 'STRAT_HOME',
    doc: 'where prices, journals and logs are kept',
    schema: text,
    standard: '.strat',
    path: true,
    options: [],
  },
  {
    key: 'gateway.host',
    environment: 'STRAT_GATEWAY_HOST',
    doc: 'where TWS, IB Gateway or strat gateway is',
    schema: text,
    standard: '127.0.0.1',
    options: [['live', 'host']],
  },
  {
    key: 'gateway.port',
    environment: 'STRAT_GATEWAY_PORT',
    doc: 'and its port',
    schema: port,
    standard: 4002,
    options: [['live', 'port']],
  },
  {
    key: 'gateway.client_id',
    environment: 'STRAT_GATEWAY_CLIENT_ID',
    doc: 'ours at the gateway',
    schema: z.number().int().min(0).max(999_999),
    standard: 1,
    options: [['live', 'clientId']],
  },
  {
    key: 'gateway.account',
    environment: 'STRAT_GATEWAY_ACCOUNT',
    doc: 'the paper account to trade in; one with money is named with --account each time',
    schema: z.string().regex(/^D[A-Z]?\d+$/, 'must be a paper account such as DU1234567'),
    standard: 'DU1234567',
    options: [['live', 'account']],
  },
  {
    key: 'studio.port',
    environment: 'STRAT_STUDIO_PORT',
    doc: 'of the page to write in',
    schema: port,
    standard: 4380,
    options: [['studio', 'port']],
  },
  {
    key: 'log.level',
    environment: 'STRAT_LOG_LEVEL',
    doc: `how much the logs tell: ${LOG_LEVELS.join(', ')}`,
    schema: z.enum(LOG_LEVELS),
    standard: 'info',
    options: ['live', 'gateway', 'studio'].map((command) => [command, 'logLevel'] as const),
  },
]

/** A text that its reader understands. */
function understood(read: (words: string) => object | { readonly problem: string }) {
  return text.superRefine((words, context) => {
    const found = read(words)
    if (!('problem' in found)) return
    const message = `is not understood: ${String(found.problem).replace(/\.$/, '')}`
    context.addIssue({ code: 'custom', message })
  })
}

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name })
    return true
  } catch {
    // The engine's only way to say that there is no such zone.
    return false
  }
}
