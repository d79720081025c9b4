import {
  moneyText,
  NO_VALUE,
  numberText,
  percentText,
  quantityText,
  type TimeFormat,
} from '../format.ts'
import type { PageData, PageTrade } from '../page-data.ts'
import type { TradeTest } from './trade-filter.ts'

/** The list of trades beside the chart. */
export interface TradeTable {
  /** Lists a run's trades, sorted as before. */
  readonly draw: (run: PageData, time: TimeFormat) => void
  /** Lists only the trades that pass. */
  readonly filter: (test: TradeTest) => void
  /** Marks a trade's row and brings it into view; undefined: marks none. */
  readonly select: (trade: number | undefined) => void
  readonly remove: () => void
}

/** Rows made at once: the rest follows as the reader scrolls. */
const BATCH = 50

interface TradeColumn {
  readonly name: string
  readonly key: (trade: PageTrade, index: number) => number | string
  readonly text: (trade: PageTrade, words: Words, index: number) => string
  readonly tone?: (trade: PageTrade) => string
}

interface Words {
  readonly time: TimeFormat
  readonly price: (value: number) => string
}

const byProfit = (trade: PageTrade) => (trade.profit < 0 ? 'loss' : 'gain')
const known = (value: number | null) => value ?? Number.NaN
const lowest = (value: number | null) => value ?? Number.NEGATIVE_INFINITY

const COLUMNS: readonly TradeColumn[] = [
  { name: '#', key: (_, index) => index, text: (_, __, index) => String(index + 1) },
  {
    name: 'Side',
    key: ({ side }) => side,
    text: ({ side }) => side,
    tone: ({ side }) => side,
  },
  {
    name: 'Entered',
    key: ({ entryTime }) => entryTime,
    text: ({ entryTime }, { time }) => time(entryTime),
  },
  {
    name: 'Entry',
    key: ({ entryPrice }) => entryPrice,
    text: ({ entryPrice }, { price }) => price(entryPrice),
  },
  {
    name: 'Left',
    key: ({ exitTime }) => exitTime,
    text: ({ open, exitTime }, { time }) => (open ? NO_VALUE : time(exitTime)),
  },
  {
    name: 'Exit',
    key: ({ exitPrice }) => exitPrice,
    text: ({ exitPrice }, { price }) => price(exitPrice),
  },
  { name: 'Bars', key: ({ bars }) => bars, text: ({ bars }) => numberText(bars, 0) },
  {
    name: 'Quantity',
    key: ({ quantity }) => quantity,
    text: ({ quantity }) => quantityText(quantity),
  },
  {
    name: 'Profit',
    key: ({ profit }) => profit,
    text: ({ profit }) => moneyText(profit),
    tone: byProfit,
  },
  {
    name: 'Return',
    key: ({ returnRatio }) => lowest(returnRatio),
    text: ({ returnRatio }) => percentText(known(returnRatio)),
    tone: byProfit,
  },
  {
    name: 'Risk',
    key: ({ r }) => lowest(r),
    text: ({ r }) => (r === null ? NO_VALUE : `${numberText(r, 2)}R`),
  },
  { name: 'Left by', key: ({ exit }) => exit, text: ({ exit }) => exit },
]

/**
 * Makes an empty table into a list of trades, sortable by its header's buttons; a click, or Enter,
 * on a row calls `chosen` with the trade's index. Its parent element scrolls.
 */
export function tradeTable(table: HTMLTableElement, chosen: (trade: number) => void): TradeTable {
  const scroller = table.parentElement!
  const headers = makeHeaders(table)
  const body = table.createTBody()
  let run: PageData | undefined
  let words: Words = { time: String, price: String }
  let sorted: { readonly column: number; readonly ascending: boolean } | undefined
  let test: TradeTest = () => true
  let selected: number | undefined
  let order: readonly number[] = []
  let made = 0

  const makeRows = (until: number) => {
    const rows = order
      .slice(made, until)
      .map((index) => tradeRow(run!.trades[index]!, index, words))
    body.append(...rows)
    made += rows.length
  }
  const restart = () => {
    order = sortedTrades(run!.trades, sorted).filter((index) => test(run!.trades[index]!, index))
    body.replaceChildren()
    made = 0
    makeRows(BATCH)
    if (selected !== undefined) rowOf(selected)?.setAttribute('aria-selected', 'true')
  }
  const rowOf = (trade: number) => body.querySelector<HTMLElement>(`[data-trade="${trade}"]`)

  headers.forEach((header, column) => {
    header.querySelector('button')!.addEventListener('click', () => {
      const ascending = header.getAttribute('aria-sort') !== 'ascending'
      for (const other of headers) other.removeAttribute('aria-sort')
      header.setAttribute('aria-sort', ascending ? 'ascending' : 'descending')
      sorted = { column, ascending }
      restart()
    })
  })
  const more = () => {
    const left = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight
    if (left < 600 && made < order.length) makeRows(made + BATCH)
  }
  const everyRow = () => makeRows(order.length)
  scroller.addEventListener('scroll', more)
  addEventListener('beforeprint', everyRow)
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
  return {
    draw: (next, time) => {
      run = next
      selected = undefined
      words = { time, price: (value) => numberText(value, next.priceDecimals) }
      restart()
    },
    filter: (next) => {
      test = next
      if (run !== undefined) restart()
    },
    select: (trade) => {
      selected = trade
      body.querySelector('[aria-selected="true"]')?.removeAttribute('aria-selected')
      if (trade === undefined) return
      makeRows(Math.max(made, order.indexOf(trade) + 1))
      const row = rowOf(trade)
      if (!row) return
      row.setAttribute('aria-selected', 'true')
      // Only the list scrolls: the chart that shows the trade must stay where it is.
      const above = row.offsetTop - (table.tHead?.offsetHeight ?? 0)
      const below = row.offsetTop + row.offsetHeight - scroller.clientHeight
      if (scroller.scrollTop > above) scroller.scrollTop = above
      else if (scroller.scrollTop < below) scroller.scrollTop = below
    },
    remove: () => {
      scroller.removeEventListener('scroll', more)
      removeEventListener('beforeprint', everyRow)
      table.replaceChildren()
    },
  }
}

function makeHeaders(table: HTMLTableElement): readonly HTMLElement[] {
  const row = table.createTHead().insertRow()
  return COLUMNS.map(({ name }) => {
    const header = document.createElement('th')
    header.scope = 'col'
    const button = document.createElement('button')
    button.type = 'button'
    button.textContent = name
    header.append(button)
    row.append(header)
    return header
  })
}

function sortedTrades(
  trades: readonly PageTrade[],
  by: { readonly column: number; readonly ascending: boolean } | undefined,
): readonly number[] {
  const order = trades.map((_, index) => index)
  if (by === undefined) return order
  const keys = trades.map(COLUMNS[by.column]!.key)
  const sign = by.ascending ? 1 : -1
  return order.sort((a, b) => {
    const [x, y] = [keys[a]!, keys[b]!]
    return x < y ? -sign : x > y ? sign : a - b
  })
}

function tradeRow(trade: PageTrade, index: number, words: Words): HTMLTableRowElement {
  const row = document.createElement('tr')
  row.dataset.trade = String(index)
  row.tabIndex = 0
  for (const { text, tone } of COLUMNS) {
    const cell = row.insertCell()
    cell.textContent = text(trade, words, index)
    if (tone) cell.className = tone(trade)
  }
  return row
}
