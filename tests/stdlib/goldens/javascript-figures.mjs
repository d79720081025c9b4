// @ts-check
// `npm install --no-save --legacy-peer-deps trading-signals@8.3.0 ta.js@1.17.0 indicatorts@2.2.2
// lightweight-charts-indicators@0.4.2 oakscriptjs@0.3.0 simple-statistics@7.12.1`, then
// `node tests/stdlib/goldens/javascript-figures.mjs`: writes what these (MIT and ISC licences) make
// of made-up bars, to compare with.
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** @type {(name: string) => Promise<any>} None of them is a dependency of ours. */
const other = (name) => import(name)
const {
  AC,
  ChandelierExit,
  DisparityIndex,
  ElderRay,
  IMI,
  PSL,
  Qstick,
  RVOL,
  SuperSmoother,
  SwingHigh,
  SwingLow,
  VWAP,
} = await other('trading-signals')

let seed = 7
function random() {
  seed = (seed * 48_271) % 2_147_483_647
  return seed / 2_147_483_647
}

const cents = (/** @type {number} */ value) => Math.round(value * 100) / 100
let last = 100
const bars = Array.from({ length: 90 }, () => {
  const open = cents(last + random() - 0.5)
  const close = cents(open + 4 * (random() - 0.5))
  const high = cents(Math.max(open, close) + random())
  const low = cents(Math.min(open, close) - random())
  last = close
  return { open, high, low, close, volume: 1000 + Math.floor(9000 * random()) }
})

/** @typedef {(typeof bars)[number]} Bar */
/** @type {Record<string, (bar: Bar) => any>} */
const columns = {
  open: ({ open }) => open,
  high: ({ high }) => high,
  low: ({ low }) => low,
  close: ({ close }) => close,
  volume: ({ volume }) => volume,
}

/** @type {(name: string, indicator: any, input: (bar: Bar) => any, part?: string) => void} */
function add(name, indicator, input, part) {
  columns[name] = (bar) => {
    const result = indicator.update(input(bar), false)
    return part === undefined ? result : result?.[part]
  }
}
const close = (/** @type {Bar} */ bar) => bar.close
const whole = (/** @type {Bar} */ bar) => bar
add('AC(5 34 5)', new AC(5, 34, 5), whole)
add('ChandelierExit(22 3).long', new ChandelierExit({ interval: 22, multiplier: 3 }), whole, 'long')
add(
  'ChandelierExit(22 3).short',
  new ChandelierExit({ interval: 22, multiplier: 3 }),
  whole,
  'short',
)
add('DisparityIndex(14)', new DisparityIndex(14), close)
add('ElderRay(13).bull', new ElderRay(13), whole, 'bullPower')
add('ElderRay(13).bear', new ElderRay(13), whole, 'bearPower')
add('IMI(14)', new IMI(14), whole)
add('PSL(12)', new PSL({ interval: 12 }), close)
add('Qstick(8)', new Qstick(8), whole)
add('RVOL(20)', new RVOL(20), ({ volume }) => volume)
add('SuperSmoother(10)', new SuperSmoother(10), close)
add('SwingHigh(3)', new SwingHigh({ lookback: 3 }), whole)
add('SwingLow(3)', new SwingLow({ lookback: 3 }), whole)

let session = new VWAP()
columns['VWAP of five bars'] = (bar) => {
  if (bars.indexOf(bar) % 5 === 0) session = new VWAP()
  return session.update(bar, false)
}

// What comes as whole columns, or is of a window.
const charts = await other('lightweight-charts-indicators')
const { taCore } = await other('oakscriptjs')
const { default: ta } = await other('ta.js')
const { ulcerIndex } = await other('indicatorts')
const statistics = await other('simple-statistics')

/** @type {(name: string, values: readonly (number | undefined)[]) => void} */
function addAll(name, values) {
  const known = new Map(bars.map((bar, i) => [bar, values[i]]))
  columns[name] = (bar) => (Number.isFinite(known.get(bar)) ? known.get(bar) : '')
}

/** @typedef {{ readonly value: number, readonly color?: string }} Point */
/** @type {(indicator: string, inputs: object, plot?: string, barsADay?: number) => Point[]} */
function points(indicator, inputs, plot = 'plot0', barsADay = 1) {
  const stamped = bars.map((bar, i) => ({ ...bar, time: (86_400 / barsADay) * i }))
  return charts[indicator].calculate(stamped, inputs).plots[plot]
}

/** @type {(...call: Parameters<typeof points>) => number[]} */
function chart(...call) {
  return points(...call).map(({ value }) => value)
}

/** @type {(length: number, of: (from: number, to: number) => number) => number[]} */
function windows(length, of) {
  return bars.map((_, i) => (i < length - 1 ? Number.NaN : of(i - length + 1, i + 1)))
}

const closes = bars.map(close)
const opens = bars.map(({ open }) => open)
const changes = (/** @type {readonly number[]} */ values) =>
  values.map((value, i) => value / (values[i - 1] ?? Number.NaN) - 1)
const [own, market] = [changes(closes), changes(opens)]
addAll('AverageDayRange(14)', chart('ADR', { lengthInput: 14 }))
addAll('DetrendedPriceOscillator(21)', chart('DPO', { length: 21 }))
addAll('RelativeVolatilityIndex(10)', chart('RelativeVolatilityIndex', { length: 10 }))
addAll('TrendStrengthIndex(14)', chart('TrendStrengthIndex', { length: 14 }))
for (const plot of ['plot0', 'plot1', 'plot2']) {
  addAll(`Envelope(20 10%).${plot}`, chart('Envelope', { length: 20, percent: 10 }, plot))
}
addAll('BBTrend(20 50 2)', chart('BBTrend', {}))
for (const plot of ['plot0', 'plot1']) {
  addAll(`ChandeKrollStop(10 1 9).${plot}`, chart('ChandeKrollStop', {}, plot))
}
addAll('TWAP of five bars', chart('TWAP', { anchor: '1D' }, 'plot0', 5))
addAll('WoodiesCCI(6 14).turbo', chart('WoodiesCCI', {}, 'plot1'))
addAll('WoodiesCCI(6 14).slow', chart('WoodiesCCI', {}, 'plot2'))
// Where the color is not that of the sign, it does not tell a trend from none.
const [green, red] = ['#009688', '#F44336']
addAll(
  'WoodiesCCI(6 14) color',
  points('WoodiesCCI', {}).map(({ value, color }) =>
    value >= 0 && color === green ? 1 : value < 0 && color === red ? -1 : Number.NaN,
  ),
)
const falling = ['#FFB74D', '#FF6D00', '#E91E63', '#D50000']
const rising = ['#009688', '#A5D6A7', '#43A047', '#26C6DA']
addAll(
  'ChopZone color',
  points('ChopZone', {}).map(({ color = '' }, i) =>
    i < 34 ? Number.NaN : rising.indexOf(color) - falling.indexOf(color),
  ),
)
const balance = chart('BOP', {})
addAll(
  'BalanceOfPower * volume',
  bars.map(({ volume }, i) => (balance[i] ?? Number.NaN) * volume),
)
addAll('swma', taCore.swma(closes))
const ratio = closes.map((value, i) => value / (opens[i] ?? Number.NaN))
addAll('roc(20) of close / open', taCore.roc(ratio, 20))
addAll(
  'drawdown so far',
  closes.map((_, i) => (i === 0 ? 0 : -ta.drawdown(closes.slice(0, i + 1)))),
)
addAll(
  'mean of 2 + index % 9',
  closes.map((_, i) =>
    i < 10 ? Number.NaN : statistics.mean(closes.slice(i - 1 - (i % 9), i + 1)),
  ),
)
const scores = await ta.zscore(closes, 20)
addAll('zscore(20)', [...Array(19).fill(Number.NaN), ...scores])
const ulcers = ulcerIndex(closes, { period: 14 })
addAll(
  'change(14) / ulcerIndex(14)',
  bars.map((_, i) => {
    const before = closes[i - 14]
    return before === undefined ? Number.NaN : (100 * (closes[i] / before - 1)) / ulcers[i]
  }),
)
const levels = bars.map((_, i) => {
  const window = bars.slice(Math.max(0, i - 49), i + 1)
  return ta.fib(
    Math.max(...window.map(({ high }) => high)),
    Math.min(...window.map(({ low }) => low)),
  )
})
for (const [at, level] of [236, 382, 500, 618, 786].entries()) {
  addAll(
    `fib(50).${level}`,
    windows(50, (_, to) => levels[to - 1][at + 1]),
  )
}
addAll(
  'sampleCorrelation(20) with the close before',
  windows(21, (from, to) =>
    statistics.sampleCorrelation(closes.slice(from + 1, to), closes.slice(from, to - 1)),
  ),
)
addAll(
  'linearRegression(20).b of changes',
  windows(21, (from, to) => {
    const pairs = own.slice(from + 1, to).map((value, k) => [market[from + 1 + k], value])
    return statistics.linearRegression(pairs).b
  }),
)
for (const [side, sign] of /** @type {const} */ ([
  ['upper', 2],
  ['lower', -2],
])) {
  addAll(
    `linearRegressionLine(20) ${side}`,
    windows(20, (from, to) => {
      const points = closes.slice(from, to).map((value, k) => [k, value])
      const line = statistics.linearRegressionLine(statistics.linearRegression(points))
      const rest = points.map(([k, value]) => value - line(k))
      return line(19) + sign * statistics.rootMeanSquare(rest)
    }),
  )
}

const names = Object.keys(columns)
const rows = bars.map((bar) => names.map((name) => columns[name]?.(bar) ?? '').join(','))
const file = fileURLToPath(new URL('javascript-figures.csv', import.meta.url))
writeFileSync(file, `${[names.join(','), ...rows].join('\n')}\n`)
