/**
 * What the server and its clients agree on, as zod schemas: they check requests and answers, and
 * the OpenAPI document and the page's client are generated from them (`npm run generate`).
 */
import { z } from 'zod'
import { LOT_METHODS } from '../../runtime/core/lot-methods.ts'
import { POLICIES } from '../../runtime/core/policy.ts'

/** A name, as the OpenAPI document has it, for a schema. */
function named<T extends z.ZodType>(id: string, schema: T): T {
  z.globalRegistry.add(schema, { id })
  return schema
}

const text = z.string()
const count = z.int().min(0)
const money = z.number()
/** Null where a figure has no value. */
const figure = z.number().nullable()
const instant = z.number().describe('Milliseconds since 1970 UTC')
const isoTime = z.iso.datetime()
const hash = z
  .string()
  .regex(/^[0-9a-f]{64}$/, 'is no hash')
  .describe('SHA-256, hex')
const problemFields = {
  message: text.describe('What is wrong, for a person'),
  hint: text.optional().describe('What to do about it; begins with a verb'),
}

/** Every refusal has this shape; some say more. */
export const Problem = named('Problem', z.object({ code: text, ...problemFields }))

const span = z.object({ start: count, end: count }).describe('UTF-16 offsets, half open')

/** What every operation may answer: the request, the session, the sender, a mistake of ours. */
export const REFUSALS = { 400: Problem, 401: Problem, 403: Problem, 500: Problem } as const

/** One mistake in a strategy's text, as `language/diagnostic.ts` has it. */
export const Diagnostic = named(
  'Diagnostic',
  z.object({
    code: text,
    severity: z.enum(['error', 'warning']),
    span,
    message: text,
    hint: text,
    labels: z.array(z.object({ span, message: text })).readonly(),
    fix: z.object({ title: text, span, replacement: text }).optional(),
  }),
)

export const Health = named('Health', z.object({ status: z.literal('ok') }))

const version = hash.describe("Hash of the file's bytes: two equal versions are one text")

export const StrategyName = z
  .string()
  .max(100)
  .regex(/^[A-Za-z0-9][A-Za-z0-9 _.-]*\.strat$/, 'letters, digits, spaces, _ . - and then .strat')
  // What Windows opens as a device, whatever stands behind it.
  .refine((name) => !/^(?:con|prn|aux|nul|com\d|lpt\d) *\./i.test(name), "is a device's name")
  .describe('A file of the strategies folder, such as my_strategy.strat')

export const ExternName = z
  .string()
  .max(100)
  .regex(
    /^[A-Za-z0-9][\w-]*(\.[jt]s)?$/,
    'a package that comes with the language, or a file .ts or .js',
  )
  .describe('An extern library, such as technicalindicators or momentum.ts')

export const Extern = named('Extern', z.object({ name: text, text: text.describe('Its program') }))

export const StrategyEntry = named(
  'StrategyEntry',
  z.object({
    name: text,
    title: text.describe("The strategy's own title; the file's name where it has none"),
    modified: instant,
    version,
  }),
)

export const Strategy = named('Strategy', z.object({ name: text, text, version }))

export const SaveStrategy = named(
  'SaveStrategy',
  z.strictObject({
    text: text
      .refine((value) => !/\p{Surrogate}/u.test(value), 'a character is cut in half')
      .describe('The whole file, at most 1,000,000 bytes of UTF-8'),
    base: version.nullable().describe('The version that was edited; null for a new file'),
  }),
)

export const Saved = named('Saved', z.object({ version }))

/** The file is not the one that was edited. */
export const Conflict = named(
  'Conflict',
  z.object({
    code: z.literal('conflict'),
    ...problemFields,
    current: z
      .object({ text, version })
      .nullable()
      .describe('What is on the disk now; null where nothing is'),
  }),
)

export const SeriesId = z
  .string()
  .regex(/^[0-9a-f]{32}$/, 'is no id of a series')
  .describe('Of a series; tells nothing')

export const Series = named(
  'Series',
  z.object({
    id: text,
    label: text.describe('For a list'),
    symbol: text,
    interval: text.nullable().describe("The bars' spacing, as a timeframe: '1d'"),
    timezone: text.describe('IANA zone in which times of day are shown'),
    length: count.describe('Bars'),
    first: instant.describe('Start of the first bar, ms UTC'),
    last: instant.describe('Start of the last bar, ms UTC'),
    source: z.enum(['store', 'sample']),
    finer: text
      .nullable()
      .describe('The series of its symbol with the shortest bars, which tell the order of fills'),
  }),
)

export const AskRun = named(
  'AskRun',
  z.strictObject({
    source: text.max(1_000_000).describe("The strategy's text"),
    series: SeriesId,
    beside: z
      .array(SeriesId)
      .max(8)
      .default([])
      .describe('Series that the strategy reads beside its own: `@ SPY`, `@ 1d`'),
    parameters: z
      .record(z.string().max(200), z.number())
      .describe("By name, in the program's own terms: 2% is 0.02; the strategy's own where absent"),
    cash: z.number().positive().max(1_000_000_000).optional().describe('Start capital'),
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/, 'is no currency: three capitals such as USD are due')
      .optional()
      .describe("The account's; the instrument's where absent"),
    rates: SeriesId.optional().describe(
      "From the instrument's currency into the account's, either way round; what the store has of the pair",
    ),
    finer: z
      .union([SeriesId, z.literal('none')])
      .optional()
      .describe("Shorter bars, which tell the order of fills; the series' own `finer`"),
    costs: text.max(1_000).optional().describe("As in a costs block, or none; the strategy's own"),
    policy: z.enum(Object.keys(POLICIES)).optional().describe('How orders fill'),
    margin: text
      .max(100)
      .optional()
      .describe("What positions tie up: cash, reg-t, 25% maintenance 15%; the policy's way"),
    end: z
      .enum(['mark', 'close'])
      .optional()
      .describe("What becomes of positions that are open at the end; the policy's way"),
    lots: z
      .enum(LOT_METHODS)
      .optional()
      .describe('Which shares an exit is booked against; those of its own trade'),
    metrics: text
      .max(500)
      .optional()
      .describe('What the figures mean: empyrical, or "lockstep, risk-free 2%"; lockstep'),
  }),
)

/** As `stdlib/module.ts` has them. */
export const Costs = named(
  'Costs',
  z.object({
    commission: z
      .discriminatedUnion('kind', [
        z.object({ kind: z.enum(['ibkr-fixed', 'ibkr-tiered']) }),
        z.object({ kind: z.literal('per-share'), amount: money }),
        z.object({ kind: z.literal('fraction'), fraction: z.number() }),
        z.object({ kind: z.literal('per-trade'), amount: money }),
      ])
      .optional(),
    slippage: z
      .discriminatedUnion('kind', [
        z.object({ kind: z.literal('ticks'), ticks: z.number() }),
        z.object({ kind: z.literal('fraction'), fraction: z.number() }),
        z.object({
          kind: z.literal('spread'),
          of: z.enum(['price', 'ticks', 'fraction']),
          amount: z.number(),
        }),
        z.object({
          kind: z.literal('volume-share'),
          impact: z.number(),
          shape: z.enum(['quadratic', 'linear']),
        }),
        z.object({ kind: z.literal('volatility'), fraction: z.number() }),
      ])
      .optional(),
    borrow: z.object({ kind: z.enum(['value', 'ibkr']), rate: z.number() }).optional(),
    maxVolume: z.number().optional(),
  }),
)

const side = z.enum(['long', 'short'])
const TradeConversion = z
  .object({ entryRate: z.number(), exitRate: z.number(), profit: money })
  .describe('Of an account in another currency: the rates, and what they alone made')
const deal = z.object({ time: isoTime, bar: count, price: money })

export const RunTrade = named(
  'RunTrade',
  z.object({
    side,
    quantity: z.number(),
    entry: deal,
    exit: deal,
    rule: z.union([text, count]),
    exitBy: text,
    exitRule: text.nullable(),
    entryCondition: text.nullable().describe('As the strategy has it'),
    exitCondition: text.nullable(),
    profit: money,
    commission: money,
    borrow: money,
    returnRatio: figure,
    risk: figure,
    adverse: figure,
    favourable: figure,
    riskMultiple: figure.describe('Profit in units of the first risk'),
    conversion: TradeConversion.exactOptional(),
    ambiguous: z.boolean().describe('Its bars could not tell which of two orders filled first'),
  }),
)

const bins = z.array(z.object({ from: z.number(), to: z.number(), count })).readonly()

/** `strat run --json`, word for word. */
export const ReportDocument = named(
  'ReportDocument',
  z.object({
    format: count,
    strategy: z.object({ title: text, timeframe: text, sourceHash: text }),
    parameters: z.record(text, z.number()),
    data: z.object({
      source: text,
      interval: text,
      bars: count,
      first: isoTime.nullable(),
      last: isoTime.nullable(),
    }),
    options: z.object({
      cash: money,
      policy: text,
      endOfRun: z.enum(['mark', 'close']),
      lots: z.enum(LOT_METHODS),
      costs: Costs,
      instrument: z.object({
        symbol: text,
        tick: z.number(),
        lot: z.number(),
        multiplier: z.number(),
        currency: text,
      }),
      currency: text.optional().describe("The account's, where it is not the instrument's"),
    }),
    metrics: z
      .record(text, z.union([text, z.number()]))
      .describe('What the figures mean: the convention, choice by choice'),
    figures: z.record(text, figure),
    equity: z.object({
      start: money,
      end: figure,
      high: figure,
      low: figure,
      maxDrawdown: figure,
      commission: money,
      barsInMarket: count,
      ambiguousBars: count,
      settledBars: count.describe('Bars that could not tell, and their finer ones could'),
    }),
    equityByDay: z
      .array(z.tuple([text, money]).readonly())
      .readonly()
      .describe('Equity at the last close of each day, UTC'),
    monthly: z
      .array(z.object({ year: z.number(), total: figure, months: z.array(figure).readonly() }))
      .readonly()
      .describe('Returns of the months of each year, UTC'),
    days: z.object({ figures: z.record(text, figure), bins }),
    tradeReturns: bins,
    costs: z.object({
      ...{ commission: money, slippage: money, borrow: money },
      ...{ profitBefore: money, share: figure },
    }),
    trades: z.array(RunTrade).readonly().describe('By exit; the last 10,000 of them'),
    openTrades: z.array(RunTrade).readonly(),
    alerts: z
      .array(z.object({ time: isoTime, text }))
      .readonly()
      .describe('What alerts said, with the start of their bar'),
    notes: z.array(text).readonly().describe('What a person must know to read the figures rightly'),
  }),
)

/** Two runs with the same digest are the same to the last bit. */
export const RunDigest = named(
  'RunDigest',
  z.object({
    equity: hash.describe("SHA-256 of equity at every bar's close, as little-endian doubles"),
    trades: hash,
  }),
)

const runHead = {
  id: text,
  at: instant.describe('When it was made'),
  series: z.object({ id: text, label: text }),
  digest: RunDigest,
}

export const Run = named(
  'Run',
  z.object({ ...runHead, warnings: z.array(Diagnostic).readonly(), report: ReportDocument }),
)

export const RunEntry = named(
  'RunEntry',
  z.object({
    ...runHead,
    title: text,
    parameters: z.record(text, z.number()),
    figures: z.record(text, figure),
  }),
)

/** A run that cannot be made, by what the strategy or the request says. */
export const RunRefused = named(
  'RunRefused',
  z.object({
    code: z.enum(['mistakes', 'settings', 'time-limit', 'memory-limit']),
    ...problemFields,
    diagnostics: z.array(Diagnostic).readonly().describe("Of the strategy's text, in source order"),
    problems: z
      .array(text)
      .readonly()
      .describe('Of parameters, costs and the like, a sentence each'),
  }),
)
