import {
  moneyText,
  NO_VALUE,
  numberText,
  percentText,
  quantityText,
  type TimeFormat,
} from '../format.ts'
import type { PageData, PageTrade } from '../page-data.ts'

/** The list of trades beside the chart. */
export interface TradeTable {
  /** Marks a trade's row and brings it into view. */
  readonly select: (trade: number) => void
}

/** Rows made at once: the rest follows as the reader scrolls. */
const BATCH = 150

/** What a column sorts by, in the order of the table's header cells. */
const SORTED_BY: readonly ((trade: PageTrade, index: number) => number | string)[] = [
  (_, index) => index,
  (trade) => trade.side,
  (trade) => trade.entryTime,
  (trade) => trade.entryPrice,
  (trade) => trade.exitTime,
  (trade) => trade.exitPrice,
  (trade) => trade.bars,
  (trade) => trade.quantity,
  (trade) => trade.profit,
  (trade) => trade.returnRatio ?? Number.NEGATIVE_INFINITY,
  (trade) => trade.r ?? Number.NEGATIVE_INFINITY,
  (trade) => trade.exit,
]

/**
 * Fills the table and makes it sortable by its header's buttons; a click, or Enter, on a row calls
 * `chosen` with the trade's index.
 */
export function tradeTable(
  table: HTMLTableElement,
  run: PageData,
  time: TimeFormat,
  chosen: (trade: number) => void,
): TradeTable {
  const body = table.tBodies[0]!
  const headers = [...table.tHead!.querySelectorAll('th')]
  const scroller = table.parentElement!
  let order = run.trades.map((_, index) => index)
  let made = 0

  const makeRows = (until: number) => {
    const rows = order.slice(made, until).map((index) => tradeRow(run, index, time))
    body.append(...rows)
    made += rows.length
  }
  const restart = () => {
    body.replaceChildren()
    made = 0
    makeRows(BATCH)
  }
  const rowOf = (trade: number) => body.querySelector<HTMLElement>(`[data-trade="${trade}"]`)
  const mark = (trade: number) => {
    body.querySelector('[aria-selected="true"]')?.removeAttribute('aria-selected')
    rowOf(trade)?.setAttribute('aria-selected', 'true')
  }

  headers.forEach((header, column) => {
    header.querySelector('button')?.addEventListener('click', () => {
      const ascending = header.getAttribute('aria-sort') !== 'ascending'
      for (const other of headers) other.removeAttribute('aria-sort')
      header.setAttribute('aria-sort', ascending ? 'ascending' : 'descending')
      order = sortedBy(run.trades, SORTED_BY[column]!, ascending)
      restart()
    })
  })
  scroller.addEventListener('scroll', () => {
    const left = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight
    if (left < 600 && made < order.length) makeRows(made + BATCH)
  })
  addEventListener('beforeprint', () => makeRows(order.length))
  body.addEventListener('click', (event) => {
    const row = (event.target as Element).closest<HTMLElement>('tr')
    if (row?.dataset.trade !== undefined) chosen(Number(row.dataset.trade))
  })
  body.addEventListener('keydown', (event) => {
    const row = (event.target as Element).closest<HTMLElement>('tr')
    if (row?.dataset.trade === undefined) return
    const next = event.key === 'ArrowDown' ? row.nextElementSibling : row.previousElementSibling
    if (event.key === 'Enter' || event.key === ' ') chosen(Number(row.dataset.trade))
    else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') (next as HTMLElement)?.focus()
    else return
    event.preventDefault()
  })
  restart()
  return {
    select: (trade) => {
      makeRows(Math.max(made, order.indexOf(trade) + 1))
      mark(trade)
      const row = rowOf(trade)
      if (!row) return
      // Only the list scrolls: the chart that shows the trade must stay where it is.
      const above = row.offsetTop - (table.tHead?.offsetHeight ?? 0)
      const below = row.offsetTop + row.offsetHeight - scroller.clientHeight
      if (scroller.scrollTop > above) scroller.scrollTop = above
      else if (scroller.scrollTop < below) scroller.scrollTop = below
    },
  }
}

function sortedBy(
  trades: readonly PageTrade[],
  by: (trade: PageTrade, index: number) => number | string,
  ascending: boolean,
): number[] {
  const keys = trades.map(by)
  const sign = ascending ? 1 : -1
  const compare = (a: number, b: number) => {
    const [x, y] = [keys[a]!, keys[b]!]
    return x < y ? -sign : x > y ? sign : a - b
  }
  return trades.map((_, index) => index).sort(compare)
}

function tradeRow(run: PageData, index: number, time: TimeFormat): HTMLTableRowElement {
  const trade = run.trades[index]!
  const row = document.createElement('tr')
  row.dataset.trade = String(index)
  row.tabIndex = 0
  const tone = trade.profit < 0 ? 'loss' : 'gain'
  const cells: readonly (readonly [text: string, tone?: string])[] = [
    [String(index + 1)],
    [trade.side, trade.side],
    [time(trade.entryTime)],
    [numberText(trade.entryPrice, run.priceDecimals)],
    [trade.open ? NO_VALUE : time(trade.exitTime)],
    [numberText(trade.exitPrice, run.priceDecimals)],
    [numberText(trade.bars, 0)],
    [quantityText(trade.quantity)],
    [moneyText(trade.profit), tone],
    [percentText(trade.returnRatio ?? Number.NaN), tone],
    [trade.r === null ? NO_VALUE : `${numberText(trade.r, 2)}R`],
    [trade.exit],
  ]
  for (const [text, className] of cells) {
    const cell = row.insertCell()
    cell.textContent = text
    if (className !== undefined) cell.className = className
  }
  return row
}
