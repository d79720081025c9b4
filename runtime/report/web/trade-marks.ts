import type {
  IChartApi,
  IPrimitivePaneRenderer,
  ISeriesApi,
  ISeriesPrimitive,
  SeriesType,
  Time,
} from 'lightweight-charts'
import type { PageTrade } from '../page-data.ts'
import { faded, type Palette } from './palette.ts'

/** Trades drawn over the price: a line from entry to exit, arrows where there is room for them. */
export interface TradeMarks {
  readonly primitive: ISeriesPrimitive<Time>
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

/** Marks for trades in the order of the table. */
export function tradeMarks(
  chart: IChartApi,
  series: ISeriesApi<SeriesType>,
  trades: readonly PageTrade[],
  initial: Palette,
): TradeMarks {
  let palette = initial
  let selected: number | undefined
  let update = () => {}

  const pointOf = (bar: number, price: number): Point | undefined => {
    const x = chart.timeScale().logicalToCoordinate(bar as never)
    const y = series.priceToCoordinate(price)
    return x === null || y === null ? undefined : { x, y }
  }
  const drawTrade = (context: CanvasRenderingContext2D, trade: PageTrade, strong: boolean) => {
    const entry = pointOf(trade.from, trade.entryPrice)
    const exit = pointOf(trade.to, trade.exitPrice)
    if (!entry || !exit) return
    const colour = trade.profit < 0 ? palette.loss : palette.gain
    if (strong) shade(context, entry, exit, colour)
    context.strokeStyle = colour
    context.lineWidth = strong ? 2 : 1.25
    context.setLineDash(trade.open ? [4, 3] : [])
    context.beginPath()
    context.moveTo(entry.x, entry.y)
    context.lineTo(exit.x, exit.y)
    context.stroke()
    context.setLineDash([])
    if (!strong && chart.timeScale().options().barSpacing < ARROWS_FROM_SPACING) return
    const up = trade.side === 'long'
    arrow(context, entry, up, palette.accent, palette.card)
    if (!trade.open) dot(context, exit, colour, palette.card)
  }
  const draw = (target: Target) => {
    const range = chart.timeScale().getVisibleLogicalRange()
    if (!range) return
    target.useMediaCoordinateSpace(({ context }) => {
      trades.forEach((trade, index) => {
        const visible = trade.to >= range.from - 1 && trade.from <= range.to + 1
        if (visible && index !== selected) drawTrade(context, trade, false)
      })
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
