import type {
  IChartApi,
  IPrimitivePaneRenderer,
  ISeriesApi,
  ISeriesPrimitive,
  SeriesType,
  Time,
} from 'lightweight-charts'
import type { Stretch } from '../drawn.ts'
import type { PageTrade } from '../page-data.ts'
import { faded, type Palette } from './palette.ts'

/** Trades drawn over the price: a line from entry to exit, arrows where there is room for them. */
export interface TradeMarks {
  readonly primitive: ISeriesPrimitive<Time>
  /** The trades to mark, in the order of the table; none is selected any more. */
  readonly draw: (trades: readonly PageTrade[]) => void
  /** Where the bars of the run are drawn. */
  readonly place: (stretch: Stretch) => void
  readonly select: (trade: number | undefined) => void
  readonly setPalette: (palette: Palette) => void
}

type Target = Parameters<IPrimitivePaneRenderer['draw']>[0]

/** Narrower bars leave no room for arrows; the line alone is drawn. */
const ARROWS_FROM_SPACING = 2.5
const ARROW = 6

interface Point {
  readonly x: number
  readonly y: number
}

/** Marks on a series, as yet of no trades. */
export function tradeMarks(chart: IChartApi, series: ISeriesApi<SeriesType>): TradeMarks {
  let palette: Palette | undefined
  let trades: readonly PageTrade[] = []
  let stretch: Stretch = { from: 0, to: 0, size: 1 }
  let selected: number | undefined
  let update = () => {}

  const pointOf = (bar: number, price: number): Point | undefined => {
    const drawn = Math.floor((bar - stretch.from) / stretch.size)
    const x = chart.timeScale().logicalToCoordinate(drawn as never)
    const y = series.priceToCoordinate(price)
    return x === null || y === null ? undefined : { x, y }
  }
  const drawTrade = (context: CanvasRenderingContext2D, trade: PageTrade, strong: boolean) => {
    if (palette === undefined) return
    const entry = pointOf(trade.from, trade.entryPrice)
    const exit = pointOf(trade.to, trade.exitPrice)
    if (!entry || !exit) return
    const colour = trade.profit < 0 ? palette.loss : palette.gain
    if (strong) {
      shade(context, entry, exit, colour)
      for (const [price, ink] of levelsOf(trade, palette)) {
        const level = pointOf(trade.from, price)
        if (level) levelLine(context, level, exit.x, ink)
      }
    }
    context.strokeStyle = colour
    context.lineWidth = strong ? 2 : 1.25
    context.setLineDash(trade.open ? [4, 3] : [])
    context.beginPath()
    context.moveTo(entry.x, entry.y)
    context.lineTo(exit.x, exit.y)
    context.stroke()
    context.setLineDash([])
    const up = trade.side === 'long'
    arrow(context, entry, up, palette.accent, palette.card)
    if (!trade.open) dot(context, exit, colour, palette.card)
  }
  /** From afar there are thousands: lines alone, and all of a colour at one stroke. */
  const drawLines = (context: CanvasRenderingContext2D, lines: readonly PageTrade[]) => {
    context.lineWidth = 1.25
    for (const won of [true, false]) {
      context.strokeStyle = (won ? palette?.gain : palette?.loss) ?? ''
      context.beginPath()
      for (const trade of lines) {
        if (trade.profit >= 0 !== won) continue
        const entry = pointOf(trade.from, trade.entryPrice)
        const exit = pointOf(trade.to, trade.exitPrice)
        if (!entry || !exit) continue
        context.moveTo(entry.x, entry.y)
        context.lineTo(exit.x, exit.y)
      }
      context.stroke()
    }
  }
  const draw = (target: Target) => {
    const scale = chart.timeScale()
    const range = scale.getVisibleLogicalRange()
    if (!range) return
    const from = stretch.from + (range.from - 1) * stretch.size
    const to = stretch.from + (range.to + 1) * stretch.size
    target.useMediaCoordinateSpace(({ context }) => {
      const visible = trades.filter(
        (trade, index) => trade.to >= from && trade.from <= to && index !== selected,
      )
      if (scale.options().barSpacing < ARROWS_FROM_SPACING) drawLines(context, visible)
      else for (const trade of visible) drawTrade(context, trade, false)
      const chosen = selected === undefined ? undefined : trades[selected]
      if (chosen) drawTrade(context, chosen, true)
    })
  }
  return {
    primitive: {
      attached: (parameters) => {
        update = parameters.requestUpdate
      },
      paneViews: () => [{ zOrder: () => 'top', renderer: () => ({ draw }) }],
    },
    draw: (next) => {
      trades = next
      selected = undefined
      update()
    },
    place: (next) => {
      stretch = next
      update()
    },
    select: (trade) => {
      selected = trade
      update()
    },
    setPalette: (next) => {
      palette = next
      update()
    },
  }
}

/** The stretch of a trade, from top to bottom of the pane. */
function shade(context: CanvasRenderingContext2D, entry: Point, exit: Point, colour: string) {
  context.fillStyle = faded(colour, 0.1)
  const width = Math.max(2, exit.x - entry.x)
  context.fillRect(entry.x, 0, width, context.canvas.height)
}

/** The prices that the trade was to be left at, each with its colour. */
function levelsOf(
  trade: PageTrade,
  { gain, loss }: Palette,
): readonly (readonly [number, string])[] {
  const stops = new Set([trade.firstStop, trade.lastStop])
  return [
    ...[...stops].flatMap((price) => (price === null ? [] : [[price, loss] as const])),
    ...(trade.target === null ? [] : [[trade.target, gain] as const]),
  ]
}

function levelLine(
  context: CanvasRenderingContext2D,
  { x, y }: Point,
  until: number,
  colour: string,
) {
  context.strokeStyle = colour
  context.lineWidth = 1
  context.setLineDash([5, 4])
  context.beginPath()
  context.moveTo(x, Math.round(y) + 0.5)
  context.lineTo(Math.max(until, x + 2 * ARROW), Math.round(y) + 0.5)
  context.stroke()
  context.setLineDash([])
}

/** A triangle whose tip touches the price: from below for a buy, from above for a sale. */
function arrow(
  context: CanvasRenderingContext2D,
  { x, y }: Point,
  up: boolean,
  colour: string,
  edge: string,
) {
  const away = up ? 1 : -1
  context.beginPath()
  context.moveTo(x, y + away)
  context.lineTo(x - ARROW, y + away * (ARROW * 1.7))
  context.lineTo(x + ARROW, y + away * (ARROW * 1.7))
  context.closePath()
  context.fillStyle = colour
  context.strokeStyle = edge
  context.lineWidth = 1
  context.fill()
  context.stroke()
}

function dot(context: CanvasRenderingContext2D, { x, y }: Point, colour: string, edge: string) {
  context.beginPath()
  context.arc(x, y, 3.5, 0, 2 * Math.PI)
  context.fillStyle = colour
  context.strokeStyle = edge
  context.lineWidth = 1
  context.fill()
  context.stroke()
}
