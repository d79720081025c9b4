import type { Format } from '../format.ts'
import { readTable } from '../table.ts'

/** `BINANCE_BTCUSDT, 60_1a2b3.csv`, `NYSE_DLY_SPY, 1D.csv`: exchange, symbol, interval. */
const NAME = /^(?:[A-Z0-9]+_)+([A-Z0-9.!]+), ?\d*[SDWM]?(?:[ _].*)?\.csv$/
const HEADER = /^time,open,high,low,close(?:,|\s*$)/
const TIME = /^(?:\d{9,10}|\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d))?),/

/**
 * TradingView's "Export chart data": epoch seconds or ISO times of a bar's start, then prices, then
 * Volume where the chart shows it and a column for each plot.
 */
export const tradingView: Format = {
  name: 'tradingview',
  recognises: (file) => {
    const [header = '', row = ''] = file.head()
    return HEADER.test(header) && TIME.test(row)
  },
  read: (file, options) => {
    const lines = file.lines()
    if ('kind' in lines) return lines
    const symbol = NAME.exec(file.name)?.[1]
    return readTable(lines, options, {
      format: 'tradingview',
      ...(symbol === undefined ? {} : { symbol }),
    })
  },
}
