import { MINUTE } from './day.ts'
import { isIntraday, type Timeframe } from './timeframe.ts'

/**
 * How long after its end a bar of whole sessions is published, ms, by calendar: the closing auction
 * prints late, and vendors' daily bars later still. Where nothing closes nothing is waited for.
 * Intraday bars are complete with their last trade. The same in a backtest and live.
 */
const AFTER_SESSION: Readonly<Record<string, number>> = { '24-7': 0, '24-5': 0 }

const USUAL = 15 * MINUTE

/** How long after its end a bar of this timeframe is known, ms. */
export function publishDelay(calendar: string, timeframe: Timeframe): number {
  return isIntraday(timeframe) ? 0 : (AFTER_SESSION[calendar] ?? USUAL)
}
