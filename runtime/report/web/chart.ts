import type {
  IChartApi,
  ISeriesApi,
  LineWidth,
  MouseEventParams,
  Time,
  UTCTimestamp,
} from 'lightweight-charts'
import { moneyText, numberText, percentText, quantityText, type TimeFormat } from '../format.ts'
import type { PageData } from '../page-data.ts'
import { drawLegends, type Pane } from './legends.ts'
import { faded, type Palette } from './palette.ts'
import { type TradeMarks, tradeMarks } from './trade-marks.ts'

/** The library's standalone build, which stands before this script on the page. */
declare const LightweightCharts: typeof import('lightweight-charts')

/** The chart of a run: price, panes of plots, equity and drawdown over one time scale. */
export interface RunChart {
  readonly setPalette: (palette: Palette) => void
  /** Shows the drawn bars [from, to] with some room around. */
  readonly show: (from: number, to: number) => void
  readonly showAll: () => void
  readonly selectTrade: (trade: number | undefined) => void
  /** Draws the chart in this size, or again in the size of its container. */
  readonly setSize: (size: { readonly width: number; readonly height: number } | undefined) => void
  /** The chart as it stands, drawn at once. */
  readonly picture: () => HTMLCanvasElement
}

interface Colouring {
  readonly apply: (palette: Palette) => void
}

const PRICE_HEIGHT = 420
const PLOT_HEIGHT = 130
const EQUITY_HEIGHT = 190
const DRAWDOWN_HEIGHT = 110
const AXIS_HEIGHT = 28

/** Draws the run into `container`. `clicked` gets the drawn bar under a click. */
export function runChart(
  container: HTMLElement,
  run: PageData,
  initial: Palette,
  time: TimeFormat,
  clicked: (bar: number) => void,
): RunChart {
  const chart = LightweightCharts.createChart(container, {
    autoSize: true,
    ...chartOptions(initial),
    localization: { timeFormatter: (at: Time) => time(Number(at) * 1_000) },
    rightPriceScale: { borderVisible: false },
    timeScale: { borderVisible: false, timeVisible: run.intraday, minBarSpacing: 0.02 },
    crosshair: { mode: LightweightCharts.CrosshairMode.Normal },
    handleScroll: { mouseWheel: false, vertTouchDrag: false },
    handleScale: { mouseWheel: false },
  })
  allowZoomWithKey(chart, container)
  const colourings: Colouring[] = []
  const { panes, marks } = drawPanes(chart, run, initial, colourings)
  const height = panes.reduce((sum, pane) => sum + pane.height, AXIS_HEIGHT)
  container.style.height = `${height}px`
  for (const pane of panes) pane.api.setStretchFactor(pane.height)
  const { legends, placeLegends } = drawLegends(container, panes)

  const lastBar = run.time.length - 1
  let palette = initial
  let legendBar = lastBar
  const writeLegends = () => {
    for (const write of legends) write(legendBar, palette)
  }
  // Without a pointer the legends tell of the last bar in sight.
  const readAt = (logical: number | undefined) => {
    const at = logical ?? chart.timeScale().getVisibleLogicalRange()?.to ?? lastBar
    legendBar = Math.max(0, Math.min(lastBar, Math.round(at)))
    writeLegends()
  }
  chart.subscribeCrosshairMove(({ logical }: MouseEventParams) => readAt(logical))
  chart.timeScale().subscribeVisibleLogicalRangeChange(() => readAt(undefined))
  chart.subscribeClick(({ logical }: MouseEventParams) => {
    if (logical !== undefined) clicked(Math.round(logical))
  })
  const setPalette = (next: Palette) => {
    palette = next
    chart.applyOptions(chartOptions(next))
    for (const { apply } of colourings) apply(next)
    marks.setPalette(next)
    writeLegends()
  }
  setPalette(initial)
  chart.timeScale().fitContent()
  return {
    setPalette,
    show: (from, to) => {
      const room = Math.max(15, (to - from) * 0.75)
      chart.timeScale().setVisibleLogicalRange({ from: from - room, to: to + room })
    },
    showAll: () => chart.timeScale().fitContent(),
    selectTrade: marks.select,
    setSize: (size) => {
      container.style.height = `${size?.height ?? height}px`
      chart.applyOptions({ autoSize: size === undefined })
      if (size) chart.resize(size.width, size.height, true)
      placeLegends()
    },
    picture: () => chart.takeScreenshot(),
  }
}

function chartOptions(palette: Palette) {
  return {
    layout: {
      background: { type: LightweightCharts.ColorType.Solid, color: palette.card },
      textColor: palette.muted,
      fontFamily: 'ui-sans-serif, system-ui, sans-serif',
      fontSize: 11,
      attributionLogo: true,
      panes: { separatorColor: palette.line, separatorHoverColor: palette.line },
    },
    grid: {
      vertLines: { color: faded(palette.line, 0.5) },
      horzLines: { color: faded(palette.line, 0.5) },
    },
    crosshair: {
      vertLine: { color: faded(palette.muted, 0.6), labelBackgroundColor: palette.ink },
      horzLine: { color: faded(palette.muted, 0.6), labelBackgroundColor: palette.ink },
    },
  }
}

/** The wheel scrolls the page; with Ctrl or Cmd it zooms the chart, as maps do. */
function allowZoomWithKey(chart: IChartApi, container: HTMLElement): void {
  const allow = (event: WheelEvent | MouseEvent) => {
    const zoom = event.ctrlKey || event.metaKey
    chart.applyOptions({ handleScale: { mouseWheel: zoom }, handleScroll: { mouseWheel: zoom } })
  }
  container.addEventListener('wheel', allow, { capture: true, passive: true })
}

function drawPanes(
  chart: IChartApi,
  run: PageData,
  palette: Palette,
  colourings: Colouring[],
): { panes: Pane[]; marks: TradeMarks } {
  const price: Pane = { api: chart.panes()[0]!, height: PRICE_HEIGHT, entries: [] }
  const candles = drawPrice(chart, run, price, colourings)
  const marks = tradeMarks(chart, candles, run.trades, palette)
  candles.attachPrimitive(marks.primitive)
  const panes = new Map<string, Pane>()
  run.plots.forEach((plot, index) => {
    const name = plot.pane
    let pane = name === undefined ? price : panes.get(name)
    if (!pane) {
      pane = { api: chart.addPane(true), height: PLOT_HEIGHT, entries: [] }
      panes.set(name!, pane)
      pane.entries.push({ label: name!, colour: (colours) => colours.muted, text: () => '' })
    }
    drawPlot(chart, run, index, pane, colourings)
  })
  const equity: Pane = { api: chart.addPane(true), height: EQUITY_HEIGHT, entries: [] }
  const drawdown: Pane = { api: chart.addPane(true), height: DRAWDOWN_HEIGHT, entries: [] }
  drawEquity(chart, run, equity, colourings)
  drawDrawdown(chart, run, drawdown, colourings)
  return { panes: [price, ...panes.values(), equity, drawdown], marks }
}

function drawPrice(
  chart: IChartApi,
  run: PageData,
  pane: Pane,
  colourings: Colouring[],
): ISeriesApi<'Candlestick'> {
  const volume = chart.addSeries(
    LightweightCharts.HistogramSeries,
    { priceScaleId: '', lastValueVisible: false, priceLineVisible: false },
    pane.api.paneIndex(),
  )
  volume.priceScale().applyOptions({ scaleMargins: { top: 0.85, bottom: 0 } })
  const candles = chart.addSeries(
    LightweightCharts.CandlestickSeries,
    {
      priceLineVisible: false,
      priceFormat: {
        type: 'custom',
        minMove: 10 ** -run.priceDecimals,
        formatter: (price: number) => numberText(price, run.priceDecimals),
      },
    },
    pane.api.paneIndex(),
  )
  candles.priceScale().applyOptions({ scaleMargins: { top: 0.12, bottom: 0.16 } })
  candles.setData(
    run.time.map((at, bar) => ({
      time: at as UTCTimestamp,
      open: run.open[bar]!,
      high: run.high[bar]!,
      low: run.low[bar]!,
      close: run.close[bar]!,
    })),
  )
  const hasVolume = run.volume.some((size) => size > 0)
  if (hasVolume) {
    volume.setData(points(run, (bar) => run.volume[bar]!))
  }
  colourings.push({
    apply: (palette) => {
      const up = faded(palette.gain, 0.75)
      const down = faded(palette.loss, 0.75)
      candles.applyOptions({
        upColor: up,
        downColor: down,
        wickUpColor: up,
        wickDownColor: down,
        borderVisible: false,
      })
      volume.applyOptions({ color: faded(palette.muted, 0.2) })
    },
  })
  const figure = (column: readonly number[]) => (bar: number) =>
    numberText(column[bar]!, run.priceDecimals)
  const [open, high, low, close] = [run.open, run.high, run.low, run.close].map(figure)
  const ink = (palette: Palette) => palette.ink
  pane.entries.push({
    label: run.symbol,
    colour: ink,
    text: (bar) => `O ${open!(bar)}  H ${high!(bar)}  L ${low!(bar)}  C ${close!(bar)}`,
  })
  if (hasVolume) {
    const text = (bar: number) => quantityText(run.volume[bar]!)
    pane.entries.push({ label: 'Volume', colour: (palette) => palette.muted, text })
  }
  return candles
}

function drawPlot(
  chart: IChartApi,
  run: PageData,
  index: number,
  pane: Pane,
  colourings: Colouring[],
): void {
  const plot = run.plots[index]!
  const line = chart.addSeries(
    LightweightCharts.LineSeries,
    { lineWidth: 2, priceLineVisible: false, lastValueVisible: false },
    pane.api.paneIndex(),
  )
  line.setData(points(run, (bar) => plot.values[bar] ?? undefined))
  const colour = (palette: Palette) => palette.plots[index % palette.plots.length]!
  colourings.push({ apply: (palette) => line.applyOptions({ color: colour(palette) }) })
  thinFromAfar(chart, line)
  const decimals = plot.pane === undefined ? run.priceDecimals : 2
  const text = (bar: number) => numberText(plot.values[bar] ?? Number.NaN, decimals)
  pane.entries.push({ label: plot.label, colour, text })
}

/** Where bars are hair-thin a bold line would hide them. */
function thinFromAfar(chart: IChartApi, line: ISeriesApi<'Line'>): void {
  let width: LineWidth = 2
  chart.timeScale().subscribeVisibleLogicalRangeChange(() => {
    const next = chart.timeScale().options().barSpacing < 2 ? 1 : 2
    if (next === width) return
    width = next
    line.applyOptions({ lineWidth: next })
  })
}

function drawEquity(chart: IChartApi, run: PageData, pane: Pane, colourings: Colouring[]): void {
  const curve = chart.addSeries(
    LightweightCharts.BaselineSeries,
    {
      baseValue: { type: 'price', price: run.cash },
      lineWidth: 2,
      priceLineVisible: false,
      priceFormat: { type: 'custom', minMove: 0.01, formatter: compactMoney },
    },
    pane.api.paneIndex(),
  )
  curve.setData(points(run, (bar) => run.equity[bar] ?? undefined))
  colourings.push({
    apply: (palette) =>
      curve.applyOptions({
        topLineColor: palette.accent,
        topFillColor1: faded(palette.accent, 0.24),
        topFillColor2: faded(palette.accent, 0.03),
        bottomLineColor: palette.loss,
        bottomFillColor1: faded(palette.loss, 0.03),
        bottomFillColor2: faded(palette.loss, 0.24),
      }),
  })
  pane.entries.push({
    label: 'Equity',
    colour: (palette) => palette.accent,
    text: (bar) => moneyText(run.equity[bar] ?? Number.NaN),
  })
}

function drawDrawdown(chart: IChartApi, run: PageData, pane: Pane, colourings: Colouring[]): void {
  const depth = chart.addSeries(
    LightweightCharts.BaselineSeries,
    {
      baseValue: { type: 'price', price: 0 },
      lineWidth: 1,
      priceLineVisible: false,
      lastValueVisible: false,
      priceFormat: { type: 'custom', minMove: 1e-4, formatter: percentText },
    },
    pane.api.paneIndex(),
  )
  depth.setData(points(run, (bar) => -run.drawdown[bar]!))
  depth.priceScale().applyOptions({ scaleMargins: { top: 0.22, bottom: 0.08 } })
  colourings.push({
    apply: (palette) =>
      depth.applyOptions({
        topLineColor: palette.loss,
        bottomLineColor: palette.loss,
        bottomFillColor1: faded(palette.loss, 0.08),
        bottomFillColor2: faded(palette.loss, 0.32),
      }),
  })
  pane.entries.push({
    label: 'Drawdown',
    colour: (palette) => palette.loss,
    text: (bar) => percentText(-run.drawdown[bar]!),
  })
}

function points(run: PageData, valueAt: (bar: number) => number | undefined) {
  return run.time.map((at, bar) => {
    const value = valueAt(bar)
    return value === undefined ? { time: at as UTCTimestamp } : { time: at as UTCTimestamp, value }
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
