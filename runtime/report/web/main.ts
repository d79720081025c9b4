import { timeFormat } from '../format.ts'
import { unpacked } from '../packed.ts'
import type { PageData, PageTrade, WrittenPageData } from '../page-data.ts'
import { DAY_SECONDS, runChart } from './chart.ts'
import { readPalette } from './palette.ts'
import { printOnPaper } from './paper.ts'
import { themeSwitch } from './theme.ts'
import { tradeDetail } from './trade-detail.ts'
import { tradeFilter } from './trade-filter.ts'
import { tradeTable } from './trade-table.ts'

function start(): void {
  const element = <T extends HTMLElement>(id: string) => document.getElementById(id) as T
  const written = JSON.parse(element('run').textContent!) as WrittenPageData
  const run: PageData = { ...written, trades: unpacked<PageTrade>(written.trades) }
  const time = timeFormat(run.intraday, run.timezone)
  const last = run.time.length - 1
  if (last < 0) return

  const select = (index: number | undefined) => {
    chart.selectTrade(index)
    table?.select(index)
    detail.show(index)
  }
  const choose = (index: number | undefined) => {
    select(index)
    if (index === undefined) return
    const trade = run.trades[index]!
    chart.showTrade(trade.from, trade.to)
    if (element('chart').getBoundingClientRect().bottom < 120) {
      element('chart').scrollIntoView({ behavior: 'smooth', block: 'start' })
    }
  }
  const clicked = (bar: number) => {
    const index = run.trades.findLastIndex(({ from, to }) => from <= bar && bar <= to)
    select(index < 0 ? undefined : index)
  }
  const chart = runChart(element('chart'), { palette: readPalette(), fits: 'page', clicked })
  chart.draw(run, time)
  const detail = tradeDetail(element('trade'), choose)
  detail.draw(run, time)
  const trades = document.getElementById('trades') as HTMLTableElement | null
  const table = trades ? tradeTable(trades, choose) : undefined
  table?.draw(run, time)
  if (table) tradeFilter(element('filter'), table.filter).draw(run, time)
  themeSwitch(element('theme'), () => chart.setPalette(readPalette()))
  printOnPaper(element('chart'), chart)

  for (const button of document.querySelectorAll<HTMLButtonElement>('[data-days]')) {
    const days = Number(button.dataset.days)
    const since = run.time[last]! - days * DAY_SECONDS
    // A stretch longer than the data shows nothing new.
    button.hidden = days > 0 && since <= run.time[0]!
    button.addEventListener('click', () => {
      if (days === 0) chart.showAll()
      else chart.showLast(days)
    })
  }
}

start()
