import {
  BaselineSeries,
  CandlestickSeries,
  HistogramSeries,
  type IChartApi,
  type ISeriesApi,
  LineSeries,
  type LineWidth,
} from 'lightweight-charts'
import { firstOf, maximumOf, minimumOf, sumOf } from '../drawn.ts'
import { moneyText, numberText, percentText, quantityText } from '../format.ts'
import type { PageData } from '../page-data.ts'
import type { DrawnRun } from './drawn-run.ts'
import { faded, type Palette } from './palette.ts'

/** One thing drawn over time: a series with its colours and its words in the legend. */
export interface Layer {
  readonly draw: (drawn: DrawnRun) => void
  readonly paint: (palette: Palette) => void
  readonly colour: (palette: Palette) => string
  readonly label: () => string
  /** What the legend says at a drawn bar. */
  readonly text: (bar: number) => string
  readonly remove: () => void
}

/** Candles, with the series that trades are marked on. */
export function candleLayer(
  chart: IChartApi,
): Layer & { readonly series: ISeriesApi<'Candlestick'> } {
  const series = chart.addSeries(CandlestickSeries, { priceLineVisible: false }, 0)
  series.priceScale().applyOptions({ scaleMargins: { top: 0.12, bottom: 0.16 } })
  let [symbol, decimals] = ['', 2]
  let columns: readonly (readonly number[])[] = [[], [], [], []]
  return {
    series,
    draw: ({ run, time, column }) => {
      ;[symbol, decimals] = [run.symbol, run.priceDecimals]
      const open = column(run.open, firstOf)
      const high = column(run.high, maximumOf)
      const low = column(run.low, minimumOf)
      const close = column(run.close)
      columns = [open, high, low, close]
      series.applyOptions({
        priceFormat: {
          type: 'custom',
          minMove: 10 ** -run.priceDecimals,
          formatter: (price: number) => numberText(price, run.priceDecimals),
        },
      })
      series.setData(
        time.map((at, bar) => ({
          time: at,
          open: open[bar]!,
          high: high[bar]!,
          low: low[bar]!,
          close: close[bar]!,
        })),
      )
    },
    paint: (palette) => {
      const up = faded(palette.gain, 0.75)
      const down = faded(palette.loss, 0.75)
      series.applyOptions({
        upColor: up,
        downColor: down,
        wickUpColor: up,
        wickDownColor: down,
        borderVisible: false,
      })
    },
    colour: (palette) => palette.ink,
    label: () => symbol,
    text: (bar) => {
      const [open, high, low, close] = columns.map((one) =>
        numberText(one[bar] ?? Number.NaN, decimals),
      )
      return `O ${open}  H ${high}  L ${low}  C ${close}`
    },
    remove: () => chart.removeSeries(series),
  }
}

/** Volume as columns at the foot of the price, where there is any. */
export function volumeLayer(chart: IChartApi): Layer {
  const series = chart.addSeries(
    HistogramSeries,
    { priceScaleId: '', lastValueVisible: false, priceLineVisible: false },
    0,
  )
  series.priceScale().applyOptions({ scaleMargins: { top: 0.85, bottom: 0 } })
  let values: readonly number[] = []
  return {
    draw: ({ run, time, column }) => {
      values = column(run.volume, sumOf)
      if (!values.some((size) => size > 0)) values = []
      series.setData(values.map((value, bar) => ({ time: time[bar]!, value })))
    },
    paint: (palette) => series.applyOptions({ color: faded(palette.muted, 0.2) }),
    colour: (palette) => palette.muted,
    label: () => (values.length > 0 ? 'Volume' : ''),
    text: (bar) => (values.length > 0 ? quantityText(values[bar] ?? Number.NaN) : ''),
    remove: () => chart.removeSeries(series),
  }
}

/** The plot of this index, over the price or in a pane of its own. */
export function plotLayer(chart: IChartApi, run: PageData, index: number, pane: number): Layer {
  const { label, pane: own } = run.plots[index]!
  const series = chart.addSeries(
    LineSeries,
    { lineWidth: 2, priceLineVisible: false, lastValueVisible: false },
    pane,
  )
  const thin = thinFromAfar(chart, series)
  const colour = (palette: Palette) => palette.plots[index % palette.plots.length]!
  let values: readonly number[] = []
  let decimals = 2
  return {
    draw: ({ run: { plots, priceDecimals }, time, column }) => {
      values = column(plots[index]!.values)
      decimals = own === undefined ? priceDecimals : 2
      series.setData(points(time, values))
      thin()
    },
    paint: (palette) => series.applyOptions({ color: colour(palette) }),
    colour,
    label: () => label,
    text: (bar) => numberText(values[bar] ?? Number.NaN, decimals),
    remove: () => {
      chart.timeScale().unsubscribeVisibleLogicalRangeChange(thin)
      chart.removeSeries(series)
    },
  }
}

/** Where bars are hair-thin a bold line would hide them. */
function thinFromAfar(chart: IChartApi, line: ISeriesApi<'Line'>): () => void {
  let width: LineWidth = 2
  const thin = () => {
    const next = chart.timeScale().options().barSpacing < 2 ? 1 : 2
    if (next === width) return
    width = next
    line.applyOptions({ lineWidth: next })
  }
  chart.timeScale().subscribeVisibleLogicalRangeChange(thin)
  return thin
}

/** Equity over its start. */
export function equityLayer(chart: IChartApi, pane: number): Layer {
  const series = chart.addSeries(
    BaselineSeries,
    {
      lineWidth: 2,
      priceLineVisible: false,
      priceFormat: { type: 'custom', minMove: 0.01, formatter: compactMoney },
    },
    pane,
  )
  let values: readonly number[] = []
  return {
    draw: ({ run, time, column }) => {
      values = column(run.equity)
      series.applyOptions({ baseValue: { type: 'price', price: run.cash } })
      series.setData(points(time, values))
    },
    paint: (palette) =>
      series.applyOptions({
        topLineColor: palette.accent,
        topFillColor1: faded(palette.accent, 0.24),
        topFillColor2: faded(palette.accent, 0.03),
        bottomLineColor: palette.loss,
        bottomFillColor1: faded(palette.loss, 0.03),
        bottomFillColor2: faded(palette.loss, 0.24),
      }),
    colour: (palette) => palette.accent,
    label: () => 'Equity',
    text: (bar) => moneyText(values[bar] ?? Number.NaN),
    remove: () => chart.removeSeries(series),
  }
}

/** What holding the instrument would have come to, beside equity. */
export function benchmarkLayer(chart: IChartApi, pane: number): Layer {
  const series = chart.addSeries(
    LineSeries,
    {
      lineWidth: 1,
      priceLineVisible: false,
      lastValueVisible: false,
      crosshairMarkerVisible: false,
      priceFormat: { type: 'custom', minMove: 0.01, formatter: compactMoney },
    },
    pane,
  )
  let values: readonly number[] = []
  return {
    draw: ({ run, time, column }) => {
      values = column(run.benchmark)
      series.setData(points(time, values))
    },
    paint: (palette) => series.applyOptions({ color: palette.muted }),
    colour: (palette) => palette.muted,
    label: () => 'Buy and hold',
    text: (bar) => moneyText(values[bar] ?? Number.NaN),
    remove: () => chart.removeSeries(series),
  }
}

/** How far equity is below its peak, in red from zero down. */
export function drawdownLayer(chart: IChartApi, pane: number): Layer {
  const series = chart.addSeries(
    BaselineSeries,
    {
      baseValue: { type: 'price', price: 0 },
      lineWidth: 1,
      priceLineVisible: false,
      lastValueVisible: false,
      priceFormat: { type: 'custom', minMove: 1e-4, formatter: percentText },
    },
    pane,
  )
  series.priceScale().applyOptions({ scaleMargins: { top: 0.22, bottom: 0.08 } })
  let values: readonly number[] = []
  return {
    draw: ({ run, time, column }) => {
      values = column(run.drawdown, maximumOf).map((depth) => -depth)
      series.setData(points(time, values))
    },
    paint: (palette) =>
      series.applyOptions({
        topLineColor: palette.loss,
        bottomLineColor: palette.loss,
        bottomFillColor1: faded(palette.loss, 0.08),
        bottomFillColor2: faded(palette.loss, 0.32),
      }),
    colour: (palette) => palette.loss,
    label: () => 'Drawdown',
    text: (bar) => percentText(values[bar] ?? Number.NaN),
    remove: () => chart.removeSeries(series),
  }
}

function points(time: DrawnRun['time'], values: readonly number[]) {
  return values.map((value, bar) => {
    const at = time[bar]!
    return Number.isFinite(value) ? { time: at, value } : { time: at }
  })
}

/** 1234567 is 1.23M: axes are narrow. */
function compactMoney(value: number): string {
  const size = Math.abs(value)
  if (size >= 1e9) return `${numberText(value / 1e9, 2)}B`
  if (size >= 1e6) return `${numberText(value / 1e6, 2)}M`
  if (size >= 1e4) return `${numberText(value / 1e3, 1)}k`
  return numberText(value, 0)
}
