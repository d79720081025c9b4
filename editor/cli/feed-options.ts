import type { Command } from 'commander'
import { intervalNamed } from '../../runtime/feeds/bar-interval.ts'
import type { FeedOptions } from '../../runtime/feeds/options.ts'
import type { BarInterval } from '../../runtime/feeds/quality-report.ts'
import { choice, type keeper, type Parsed } from './option-values.ts'

/** The options that say how files of prices are read, every value still a text. */
export interface FeedFlags {
  readonly symbol?: string
  readonly timezone?: string
  readonly dateOrder?: string
  readonly onBad?: string
  readonly adjusted?: true
  readonly quote?: string
  readonly interval?: string
}

/** Adds them to a command, but for `--symbol`, which commands say in their own words. */
export function addFeedOptions(command: Command): Command {
  return command
    .option('--timezone <zone>', 'of the times in the prices, e.g. America/New_York')
    .option('--date-order <mdy|dmy>', 'what 03/04/2024 means, where the prices cannot tell')
    .option('--on-bad <refuse|quarantine>', 'bad rows: refuse the file, or leave them out')
    .option('--adjusted', "scale prices by the file's adjusted close")
    .option('--quote <bid|ask>', 'which side to take, where the file has both and no trades')
    .option('--interval <length>', 'of the bars, 1m, where many are missing (default: measured)')
}

/** Understands them; what is wrong goes to the keeper's list. */
export function feedOptions(flags: FeedFlags, keep: ReturnType<typeof keeper>): FeedOptions {
  const dateOrder = keep(choice('--date-order', flags.dateOrder, ['mdy', 'dmy']), undefined)
  const onBad = keep(choice('--on-bad', flags.onBad, ['refuse', 'quarantine']), undefined)
  const quote = keep(choice('--quote', flags.quote, ['bid', 'ask']), undefined)
  const interval = keep(intervalOf(flags.interval), undefined)
  const timezone = keep(zone(flags.timezone), undefined)
  return {
    ...(flags.symbol !== undefined && { symbol: flags.symbol }),
    ...(timezone !== undefined && { timezone }),
    ...(dateOrder !== undefined && { dateOrder }),
    ...(onBad !== undefined && { onBad }),
    ...(flags.adjusted && { adjusted: true as const }),
    ...(quote !== undefined && { quote }),
    ...(interval !== undefined && { interval }),
  }
}

function intervalOf(text: string | undefined): Parsed<BarInterval | undefined> {
  if (text === undefined) return { value: undefined }
  const value = intervalNamed(text)
  if (value !== undefined) return { value }
  return { problem: `--interval is a length such as 1m, 4h, 1d, 1w or 1mo, not "${text}".` }
}

/** The name of a time zone that there is. */
export function zone(name: string | undefined): Parsed<string | undefined> {
  if (name === undefined) return { value: undefined }
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name })
    return { value: name }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    const example = 'America/New_York, Europe/London or UTC'
    return { problem: `--timezone ${name}: there is no such zone. Zones are named ${example}.` }
  }
}
