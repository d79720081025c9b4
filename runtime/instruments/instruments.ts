import { z } from 'zod'
import { calendarNamed, calendarNames } from '../calendar/calendars.ts'
import { issueText, parseYaml } from './yaml-file.ts'

const POSITIVE = z.number().positive()

const MARGIN_RATES = {
  /** Money a contract to enter a position. */
  initial: POSITIVE,
  /** And to stay in it. */
  maintenance: z.number().nonnegative(),
}

/** What exchanges ask for a future: once, or from day to day on. */
const MARGIN = z.union([
  z.strictObject(MARGIN_RATES),
  z
    .array(z.strictObject({ from: z.iso.date(), ...MARGIN_RATES }))
    .min(1)
    .refine((rows) => rows.every(({ from }, k) => k === 0 || rows[k - 1]!.from < from), {
      error: 'must ascend by day',
    }),
])

const INSTRUMENT = z.strictObject({
  /** Where it trades, in the broker's words. */
  exchange: z.string().min(1).optional(),
  /** ISO 4217, or as the exchange calls a crypto-currency. */
  currency: z
    .string()
    .regex(/^[A-Z]{3,5}$/, 'must be a code such as USD')
    .optional(),
  type: z.enum(['stock', 'etf', 'index', 'future', 'forex', 'crypto', 'cfd', 'option']).optional(),
  /** Smallest price step; 0 leaves prices as they are. */
  tick: z.number().nonnegative().optional(),
  /** Smallest quantity step. */
  lot: POSITIVE.optional(),
  /** Money for one point of price, per share. */
  multiplier: POSITIVE.optional(),
  /** Margin of a future, money a contract. */
  margin: MARGIN.optional(),
  /** Exchange calendar; that of the exchange when absent. */
  calendar: z
    .string()
    .refine((name) => calendarNamed(name) !== undefined, {
      error: `must be one of ${calendarNames().join(', ')}, or an exchange that keeps one`,
    })
    .optional(),
})

/** What is known of an instrument beside its prices. */
export type Instrument = z.output<typeof INSTRUMENT>

/** Instruments by symbol, or all that is wrong with the file, a line for each: `file:3:9: …`. */
export type ReadInstruments =
  | { readonly kind: 'ok'; readonly instruments: ReadonlyMap<string, Instrument> }
  | { readonly kind: 'refused'; readonly problems: readonly string[] }

/** Reads the text of an instruments file; `path` names it in what is wrong. */
export function parseInstruments(text: string, path: string): ReadInstruments {
  const file = parseYaml(text, path)
  if (file.kind === 'refused') return file
  const { value, placeOf } = file
  if (value === null) return { kind: 'ok', instruments: new Map() }
  if (typeof value !== 'object' || Array.isArray(value)) {
    const message = 'a mapping of symbols is due: SPY: {exchange: ARCA, tick: 0.01}'
    return { kind: 'refused', problems: [`${path}:1:1: ${message}`] }
  }
  const read = z.record(z.string(), INSTRUMENT).safeParse(value)
  if (read.success) return { kind: 'ok', instruments: new Map(Object.entries(read.data)) }
  const known = Object.keys(INSTRUMENT.shape)
  const problems = read.error.issues.map((issue) => {
    const name = issue.path.map(String).join('.')
    const said = issueText(issue, known)
    return `${placeOf(issue.path)}: ${name === '' ? '' : `${name} `}${said}`
  })
  return { kind: 'refused', problems }
}
