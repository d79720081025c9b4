import type {
  IChartApi,
  IPrimitivePaneRenderer,
  ISeriesApi,
  ISeriesPrimitive,
  SeriesType,
  Time,
} from 'lightweight-charts'
import type { PageData } from '../page-data.ts'
import type { DrawnRun } from './drawn-run.ts'
import { faded, type Palette } from './palette.ts'

/** What a strategy adds to the price: areas between two lines, and texts at bars. */
export interface Annotations {
  readonly primitive: ISeriesPrimitive<Time>
  readonly draw: (drawn: DrawnRun) => void
  readonly setPalette: (palette: Palette) => void
}

type Target = Parameters<IPrimitivePaneRenderer['draw']>[0]
type Signal = PageData['signals'][number]

/** Narrower bars leave no room for words; the marks alone are drawn. */
const WORDS_FROM_SPACING = 6
const DIAMOND = 4

/** Annotations of a series, as yet of no run. */
export function annotations(chart: IChartApi, series: ISeriesApi<SeriesType>): Annotations {
  let palette: Palette | undefined
  let drawn: DrawnRun | undefined
  let areas: readonly { readonly from: readonly number[]; readonly to: readonly number[] }[] = []
  let update = () => {}

  const xOf = (bar: number) => chart.timeScale().logicalToCoordinate(bar as never)
  const drawArea = (
    context: CanvasRenderingContext2D,
    { from, to }: (typeof areas)[number],
    range: { readonly first: number; readonly last: number },
  ) => {
    let edge: [x: number, from: number, to: number][] = []
    const close = () => {
      if (edge.length > 1) {
        context.beginPath()
        for (const [x, y] of edge) context.lineTo(x, y)
        for (const [x, , y] of edge.reverse()) context.lineTo(x, y)
        context.fill()
      }
      edge = []
    }
    for (let bar = range.first; bar <= range.last; bar++) {
      const x = xOf(bar)
      const [a, b] = [from[bar], to[bar]].map((value) =>
        value === undefined || Number.isNaN(value) ? null : series.priceToCoordinate(value),
      )
      if (x === null || a == null || b == null) close()
      else edge.push([x, a, b])
    }
    close()
  }
  const drawSignal = (
    context: CanvasRenderingContext2D,
    { bar, text, kind }: Signal,
    { run, stretch }: DrawnRun,
    worded: boolean,
  ) => {
    const x = xOf(Math.floor((bar - stretch.from) / stretch.size))
    const y = series.priceToCoordinate(run.high[bar] ?? Number.NaN)
    if (x === null || y === null || palette === undefined) return
    const top = y - 10
    context.fillStyle = kind === 'alert' ? palette.accent : palette.muted
    context.beginPath()
    context.moveTo(x, top - DIAMOND)
    context.lineTo(x + DIAMOND, top)
    context.lineTo(x, top + DIAMOND)
    context.lineTo(x - DIAMOND, top)
    context.fill()
    if (worded) context.fillText(text, x, top - DIAMOND - 3)
  }
  const draw = (target: Target) => {
    const scale = chart.timeScale()
    const range = scale.getVisibleLogicalRange()
    if (!range || drawn === undefined || palette === undefined) return
    const { stretch, run, time } = drawn
    const first = Math.max(0, Math.floor(range.from) - 1)
    const last = Math.min(time.length - 1, Math.ceil(range.to) + 1)
    const bars = {
      from: stretch.from + first * stretch.size,
      to: stretch.from + (last + 1) * stretch.size,
    }
    target.useMediaCoordinateSpace(({ context }) => {
      context.fillStyle = faded(palette!.accent, 0.12)
      for (const area of areas) drawArea(context, area, { first, last })
      context.font = '11px ui-sans-serif, system-ui, sans-serif'
      context.textAlign = 'center'
      const worded = scale.options().barSpacing >= WORDS_FROM_SPACING
      for (const one of run.signals) {
        if (one.bar >= bars.from && one.bar < bars.to) drawSignal(context, one, drawn!, worded)
      }
    })
  }
  return {
    primitive: {
      attached: (parameters) => {
        update = parameters.requestUpdate
      },
      paneViews: () => [{ zOrder: () => 'normal', renderer: () => ({ draw }) }],
    },
    draw: (next) => {
      drawn = next
      areas = next.run.fills.map(({ from, to }) => ({
        from: next.column(from),
        to: next.column(to),
      }))
      update()
    },
    setPalette: (next) => {
      palette = next
      update()
    },
  }
}
