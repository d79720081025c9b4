import { sampleWalk } from '../../runtime/feeds/sample-walk.ts'
import { sampleText } from './node-run.ts'

const NAMES = [
  'sma_crossover.strat',
  'rsi_reversion.strat',
  'three_down_days.strat',
  'minute_cross.strat',
] as const
/** Every function of the deterministic math, and what engines like to compute their own way. */
const MATH = `strategy "Math"
timeframe 1d
let x = log(close) + exp(returns) + pow(returns + 1, 0.3)
let y = correlation(close, volume, 30) + stdev(x, 20)
enter long when x crosses above sma(x, 10)
  size risk 1% of equity
  stop entry_price - 2 * atr(14)
exit long when rsi(14) > 70 or y < 0.1
plot x, y in pane "math"
`
/** Strategies that must come to the same bits wherever they run. */
export const TEXTS = [...NAMES.map(sampleText), MATH]
/** What they run over. */
export const BARS = sampleWalk({ bars: 6_000, step: 'day', from: Date.UTC(2000, 0, 3), seed: 5 })
