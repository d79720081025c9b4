import type { Format } from '../format.ts'
import { refuse } from '../problem.ts'
import { readTable } from '../table.ts'

const BAR = /^\d{8}(?: \d{6})?(?:;\d+(?:[.,]\d+)?){4};\d+\s*$/
const TICK = /^\d{8} \d{6}(?: \d{7})?;\d+(?:[.,]\d+)?(?:;\d+(?:[.,]\d+)?){0,2};\d+\s*$/
/** `ES 03-11.Last.txt`, `SPY.Last.txt`. */
const NAME = /^(.+?)\.(?:Last|Bid|Ask)\.txt$/i

/** NinjaTrader's export: `yyyyMMdd HHmmss;O;H;L;C;V` without a header, in UTC, times of bar ends. */
export const ninjaTrader: Format = {
  name: 'ninjatrader',
  recognises: (file) => {
    const [first = ''] = file.head()
    return BAR.test(first) || TICK.test(first)
  },
  read: (file, options) => {
    const lines = file.lines()
    if ('kind' in lines) return lines
    if (!BAR.test(file.head()[0] ?? '')) {
      const fix = 'Export minutes or days from NinjaTrader'
      return refuse(1, 'file', 'these are NinjaTrader ticks, not bars', fix)
    }
    const symbol = NAME.exec(file.name)?.[1]
    return readTable(lines, options, {
      format: 'ninjatrader',
      endStamped: true,
      ...(symbol === undefined ? {} : { symbol }),
    })
  },
}
