import { seriesDue, seriesText } from '../calendar/bar-clocks.ts'
import { POLICIES } from '../core/policy.ts'
import { type Journal, openJournal } from '../journal/journal.ts'
import type { RecordOf } from '../journal/record.ts'
import { JOURNAL_FORMAT } from '../journal/record.ts'
import type { Book } from './book.ts'
import { bookOf, openBook } from './book.ts'
import { isFeedable } from './feed.ts'
import { purposeOfRef } from './host.ts'
import type { LiveOptions } from './options.ts'
import { LiveRefusal } from './options.ts'
import { rebuild } from './rebuild.ts'
import type { Command, Session } from './session.ts'
import { mismatch, openSession } from './session.ts'
import { timeframeMs } from './timeframe.ts'

/** A run as its journal has it, before the broker is asked. */
export interface Opened {
  readonly session: Session
  readonly book: Book
  /** Commands that a crash kept from being written. */
  readonly unanswered: readonly Command[]
}

/** Throws a `LiveRefusal` where a run of these options could not be traded. */
export function checkOptions(options: LiveOptions): void {
  const { meta } = options.module
  if (!isFeedable(timeframeMs(meta.timeframe)))
    throw new LiveRefusal(
      `Bars of ${meta.timeframe} cannot be built from five-second bars. ` +
        'Use a timeframe that divides a day, as 1m, 15m, 1h or 1d.',
    )
  const finer = (meta.clocks ?? []).filter((clock) => clock.finer).map(seriesText)
  if (finer.length > 0)
    throw new LiveRefusal(
      `A live run has no bars finer than its own, and the strategy reads ${finer.join(', ')}. ` +
        'Trade it without them.',
    )
  const { parameters } = options
  if (parameters.length !== meta.parameters.length)
    throw new Error(`${parameters.length} parameters for ${meta.parameters.length}`)
  if (!(options.cash > 0)) throw new LiveRefusal('Start capital must be above zero.')
}

/** What the journal holds of the run, by telling a fresh engine all of it again. */
export function recover(journal: Journal, options: LiveOptions): Opened {
  const [segment] = journal.records
  if (segment?.kind !== 'segment') throw new Error('a journal without a segment')
  const refused = mismatch(segment, options.module) ?? otherOptions(segment, options)
  if (refused !== undefined) throw new LiveRefusal(`${options.journal}: ${refused}`)
  const { session, unanswered, difference } = rebuild(journal.records, options.module)
  if (difference !== undefined)
    throw new LiveRefusal(
      `${options.journal}: line ${difference.at + 1} is not what this version of the engine ` +
        `decides (${difference.fields.join(', ')}). Go on with version ${segment.version}, or ` +
        'settle the account by hand and begin a new journal.',
    )
  // Orders that ended are not in the session any more, and their purpose is of no matter.
  const purpose = (ref: string) => (session.orders.has(ref) ? purposeOfRef(session, ref) : 'exit')
  return { session, book: bookOf(journal.records, purpose), unanswered }
}

/**
 * The first record of a new run; `at` is the instant from which its rules may enter, `currency`
 * the account's where it is not the instrument's.
 */
export function firstSegment(
  options: LiveOptions,
  at: number,
  currency?: string,
): RecordOf<'segment'> {
  const { module, parameters, cash, account, instrument, costs, limits, version } = options
  const { title, timeframe, sourceHash, clocks = [] } = module.meta
  const references = seriesDue(clocks, timeframe)
  return {
    kind: 'segment',
    at,
    format: JOURNAL_FORMAT,
    run: options.run ?? randomRun(),
    version,
    title,
    timeframe,
    sourceHash,
    parameters: [...parameters],
    cash,
    account,
    symbol: instrument.symbol,
    ...(options.calendar !== undefined && { calendar: options.calendar }),
    ...(references.length > 0 && { references: [...references] }),
    policy: options.policy ?? POLICIES.next_open,
    costs,
    instrument,
    ...(currency !== undefined && { currency }),
    limits,
  }
}

/** A run that begins. */
export function begin(
  journal: Journal,
  options: LiveOptions,
  at: number,
  currency: string | undefined,
): Opened {
  const segment = firstSegment(options, at, currency)
  const session = openSession(segment, options.module)
  journal.append(segment)
  return { session, book: openBook(), unanswered: [] }
}

/** Opens the journal; one that has begun is for the same strategy, money and market. */
export function journalOf(options: LiveOptions): Journal {
  const policy = options.policy ?? POLICIES.next_open
  const refused = mismatch(firstSegment({ ...options, policy, run: 'check' }, 0), options.module)
  if (refused !== undefined) throw new LiveRefusal(refused)
  return openJournal(options.journal, options.disk)
}

/** What a journal was begun with otherwise, in a sentence. */
function otherOptions(segment: RecordOf<'segment'>, options: LiveOptions): string | undefined {
  const asked = firstSegment({ ...options, run: segment.run }, segment.at)
  const names = [
    'account',
    'symbol',
    'cash',
    'parameters',
    'policy',
    'costs',
    'instrument',
  ] as const
  const differing = names.filter(
    (name) => JSON.stringify(asked[name]) !== JSON.stringify(segment[name]),
  )
  if (differing.length === 0) return undefined
  return `It was begun with another ${differing.join(', ')}. Give the same, or a new journal.`
}

/** Forty bits, which no two runs of an account are likely to share. */
function randomRun(): string {
  const letters = 'abcdefghijklmnopqrstuvwxyz234567'
  const bytes = crypto.getRandomValues(new Uint8Array(8))
  return Array.from(bytes, (byte) => letters[byte & 31]).join('')
}
