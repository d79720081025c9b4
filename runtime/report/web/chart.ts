import {
  ColorType,
  CrosshairMode,
  createChart,
  type IChartApi,
  type MouseEventParams,
  type Time,
} from 'lightweight-charts'
import { type Stretch, serves, stretchAround } from '../drawn.ts'
import type { TimeFormat } from '../format.ts'
import type { PageData } from '../page-data.ts'
import { annotations } from './annotations.ts'
import { drawnRun } from './drawn-run.ts'
import {
  benchmarkLayer,
  candleLayer,
  drawdownLayer,
  equityLayer,
  type Layer,
  plotLayer,
  volumeLayer,
} from './layers.ts'
import { drawLegends, type Legends, type Pane } from './legends.ts'
import { faded, type Palette } from './palette.ts'
import { tickFormat } from './tick-format.ts'
import { tradeMarks } from './trade-marks.ts'

/** Seconds of a day. */
export const DAY_SECONDS = 86_400

/** The chart of a run: price, panes of plots, equity and drawdown over one time scale. */
export interface RunChart {
  /** Draws a run; while its bars are those of the run before, what is in sight stays in sight. */
  readonly draw: (run: PageData, time: TimeFormat) => void
  readonly setPalette: (palette: Palette) => void
  /** Shows the bars from one to another with as much again around, for a trade among its bars. */
  readonly showTrade: (from: number, to: number) => void
  /** Shows the bars of the last days, and no more. */
  readonly showLast: (days: number) => void
  readonly showAll: () => void
  /** Shows `factor` times as many bars; below one it comes nearer. */
  readonly zoom: (factor: number) => void
  /** Moves by so many widths of what is in sight, to the right where positive. */
  readonly pan: (widths: number) => void
  readonly selectTrade: (trade: number | undefined) => void
  /** Draws the chart in this size, or again in the size of its container. */
  readonly setSize: (size: { readonly width: number; readonly height: number } | undefined) => void
  /** The chart as it stands, drawn at once. */
  readonly picture: () => HTMLCanvasElement
  readonly remove: () => void
}

export interface ChartOptions {
  readonly palette: Palette
  /** `page`: as tall as it likes, and the wheel scrolls the page; `container`: fills it. */
  readonly fits: 'page' | 'container'
  /** Gets the bar under a click. */
  readonly clicked: (bar: number) => void
}

const HEIGHTS = { price: 420, plot: 130, equity: 190, drawdown: 110, axis: 28 } as const

/** An empty chart in `container`; `draw` gives it a run. */
export function runChart(container: HTMLElement, options: ChartOptions): RunChart {
  const chart = createChart(container, { autoSize: true, ...fixedOptions(options.fits) })
  if (options.fits === 'page') allowZoomWithKey(chart, container)
  const scale = chart.timeScale()
  const candles = candleLayer(chart)
  const volume = volumeLayer(chart)
  const marks = tradeMarks(chart, candles.series)
  candles.series.attachPrimitive(marks.primitive)
  const notes = annotations(chart, candles.series)
  candles.series.attachPrimitive(notes.primitive)

  let palette = options.palette
  let run: PageData | undefined
  let stretch: Stretch = { from: 0, to: 0, size: 1 }
  let panes: readonly Pane[] = [
    { api: chart.panes()[0]!, height: HEIGHTS.price, layers: [candles, volume] },
  ]
  let layout = ''
  let legends: Legends | undefined
  let pointed: number | undefined

  /** What is in sight, in bars of the run. */
  let sight = { from: 0, to: 0 }
  /** Frames until the library has taken over what it was told to show. */
  let settling = 0

  const layers = () => panes.flatMap((pane) => pane.layers)
  const place = (next: Stretch, which: readonly Layer[]) => {
    stretch = next
    const drawn = drawnRun(run!, next)
    for (const layer of which) layer.draw(drawn)
    marks.place(next)
    notes.draw(drawn)
  }
  const barAt = (logical: number) => stretch.from + logical * stretch.size
  const writeLegends = () => {
    // Without a pointer the legends tell of the last bar in sight.
    const last = Math.ceil((stretch.to - stretch.from) / stretch.size) - 1
    const at = pointed ?? (sight.to - stretch.from) / stretch.size
    legends?.write(Math.max(0, Math.min(last, Math.round(at))), palette)
  }
  const look = (from: number, to: number) => {
    if (run === undefined) return
    const { length } = run.time
    const bounded = { from: Math.max(0, from), to: Math.min(length, to) }
    if (!serves(stretch, length, bounded.from, bounded.to)) {
      place(stretchAround(length, bounded.from, bounded.to), layers())
    }
    sight = { from, to }
    const logical = (bar: number) => (bar - stretch.from) / stretch.size
    scale.setVisibleLogicalRange({ from: logical(from), to: logical(to) })
    settling = 2
    requestAnimationFrame(settle)
    writeLegends()
  }
  const settle = () => {
    settling -= 1
    if (settling > 0) requestAnimationFrame(settle)
  }
  const all = () => look(-0.5, (run?.time.length ?? 1) - 0.5)

  // What is in sight stays in sight in whatever width, a first one after none too.
  let width = container.clientWidth
  const resized = new ResizeObserver(() => {
    if (container.clientWidth === width) return
    width = container.clientWidth
    if (width === 0) return
    const { from, to } = sight
    settling += 1
    requestAnimationFrame(() => look(from, to))
  })
  resized.observe(container)
  scale.subscribeVisibleLogicalRangeChange((range) => {
    // What the library shows on its way is in bars of another stretch.
    if (!range || !run || settling > 0 || width === 0) return
    sight = { from: barAt(range.from), to: barAt(range.to) }
    writeLegends()
    if (!serves(stretch, run.time.length, Math.max(0, sight.from), sight.to)) {
      requestAnimationFrame(() => look(sight.from, sight.to))
    }
  })
  chart.subscribeCrosshairMove(({ logical }: MouseEventParams) => {
    pointed = logical
    writeLegends()
  })
  chart.subscribeClick(({ logical }: MouseEventParams) => {
    if (logical !== undefined) options.clicked(Math.round(barAt(logical)))
  })

  const setPalette = (next: Palette) => {
    palette = next
    chart.applyOptions(colourOptions(next))
    for (const layer of layers()) layer.paint(next)
    marks.setPalette(next)
    notes.setPalette(next)
    writeLegends()
  }
  setPalette(palette)

  return {
    draw: (next, time) => {
      const sameBars = run?.close === next.close
      run = next
      chart.applyOptions({
        localization: { timeFormatter: (at: Time) => time(Number(at) * 1_000) },
        timeScale: {
          timeVisible: next.intraday,
          tickMarkFormatter: tickFormat(next.intraday, next.timezone),
        },
      })
      const wanted = layoutOf(next)
      if (wanted !== layout) {
        layout = wanted
        panes = layPanes(chart, next, panes)
        legends?.remove()
        legends = drawLegends(container, panes)
        for (const layer of layers()) layer.paint(palette)
        if (options.fits === 'page') container.style.height = `${heightOf(panes)}px`
      }
      marks.draw(next.trades)
      if (sameBars) {
        // Prices stay as they are: what is typed seldom changes them.
        const kept: ReadonlySet<Layer> = new Set([candles, volume])
        place(
          stretch,
          layers().filter((layer) => !kept.has(layer)),
        )
      } else {
        place(stretchAround(next.time.length, 0, next.time.length), layers())
        all()
      }
      writeLegends()
    },
    setPalette,
    showTrade: (from, to) => {
      const room = Math.max(15, (to - from) * 0.75)
      look(from - room, to + room)
    },
    showLast: (days) => {
      if (run === undefined) return
      const { length } = run.time
      const last = run.time[length - 1] ?? 0
      look(
        Array.from(run.time).findIndex((at) => at >= last - days * DAY_SECONDS) - 0.5,
        length - 0.5,
      )
    },
    showAll: all,
    zoom: (factor) => {
      const { from, to } = sight
      const [middle, half] = [(from + to) / 2, (Math.max(8, to - from) / 2) * factor]
      look(middle - half, middle + half)
    },
    pan: (widths) => {
      const { from, to } = sight
      look(from + (to - from) * widths, to + (to - from) * widths)
    },
    selectTrade: marks.select,
    setSize: (size) => {
      container.style.height = `${size?.height ?? heightOf(panes)}px`
      chart.applyOptions({ autoSize: size === undefined })
      if (size) chart.resize(size.width, size.height, true)
      legends?.place()
    },
    picture: () => chart.takeScreenshot(),
    remove: () => {
      resized.disconnect()
      legends?.remove()
      chart.remove()
    },
  }
}

function heightOf(panes: readonly Pane[]): number {
  return panes.reduce<number>((sum, pane) => sum + pane.height, HEIGHTS.axis)
}

/** What asks for panes and series of its own: the plots' names and places, in order. */
function layoutOf(run: PageData): string {
  return JSON.stringify(run.plots.map(({ label, pane }) => [label, pane]))
}

/** Lays the panes anew below the price, whose series stay. */
function layPanes(chart: IChartApi, run: PageData, before: readonly Pane[]): readonly Pane[] {
  const [price, ...rest] = before
  const [candles, volume, ...plots] = price!.layers
  for (const layer of [...plots, ...rest.flatMap((pane) => pane.layers)]) layer.remove()
  for (let index = chart.panes().length - 1; index > 0; index--) chart.removePane(index)
  const own = [...new Set(run.plots.flatMap(({ pane }) => pane ?? []))]
  const paneLayers = (name: string | undefined, at: number) =>
    run.plots.flatMap(({ pane }, index) =>
      pane === name ? [plotLayer(chart, run, index, at)] : [],
    )
  const next = (height: number, make: (at: number) => readonly Layer[], title?: string): Pane => {
    const api = chart.addPane(true)
    const layers = make(api.paneIndex())
    return { api, height, layers, ...(title === undefined ? {} : { title }) }
  }
  const panes = [
    { ...price!, layers: [candles!, volume!, ...paneLayers(undefined, 0)] },
    ...own.map((name) => next(HEIGHTS.plot, (at) => paneLayers(name, at), name)),
    next(HEIGHTS.equity, (at) => [equityLayer(chart, at), benchmarkLayer(chart, at)]),
    next(HEIGHTS.drawdown, (at) => [drawdownLayer(chart, at)]),
  ]
  for (const pane of panes) pane.api.setStretchFactor(pane.height)
  return panes
}

function fixedOptions(fits: ChartOptions['fits']) {
  const wheel = fits === 'container'
  return {
    rightPriceScale: { borderVisible: false },
    timeScale: { borderVisible: false, minBarSpacing: 0.02 },
    crosshair: { mode: CrosshairMode.Normal },
    handleScroll: { mouseWheel: wheel, vertTouchDrag: false },
    handleScale: { mouseWheel: wheel },
  }
}

function colourOptions(palette: Palette) {
  return {
    layout: {
      background: { type: ColorType.Solid, color: palette.card } as const,
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
