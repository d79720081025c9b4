import { timeFormat } from '../format.ts'
import type { PageData } from '../page-data.ts'
import { runChart } from './chart.ts'
import { readPalette } from './palette.ts'
import { printOnPaper } from './paper.ts'
import { themeSwitch } from './theme.ts'
import { tradeTable } from './trade-table.ts'

const DAY_SECONDS = 86_400

function start(): void {
  const element = <T extends HTMLElement>(id: string) => document.getElementById(id) as T
  const run = JSON.parse(element('run').textContent!) as PageData
  const time = timeFormat(run.intraday, run.timezone)
  const last = run.time.length - 1
  if (last < 0) return

  const choose = (index: number) => {
    const trade = run.trades[index]!
    chart.show(trade.from, trade.to)
    chart.selectTrade(index)
    table?.select(index)
    if (element('chart').getBoundingClientRect().bottom < 120) {
      element('chart').scrollIntoView({ behavior: 'smooth', block: 'start' })
    }
  }
  const chart = runChart(element('chart'), run, readPalette(), time, (bar) => {
    const index = run.trades.findLastIndex(({ from, to }) => from <= bar && bar <= to)
    if (index >= 0) {
      chart.selectTrade(index)
      table?.select(index)
    } else {
      chart.selectTrade(undefined)
    }
  })
  const trades = document.getElementById('trades') as HTMLTableElement | null
  const table = trades ? tradeTable(trades, run, time, choose) : undefined
  themeSwitch(element('theme'), () => chart.setPalette(readPalette()))
  printOnPaper(element('chart'), chart)

  for (const button of document.querySelectorAll<HTMLButtonElement>('[data-days]')) {
    const days = Number(button.dataset.days)
    const since = run.time[last]! - days * DAY_SECONDS
    // A stretch longer than the data shows nothing new.
    button.hidden = days > 0 && since <= run.time[0]!
    button.addEventListener('click', () => {
      if (days === 0) chart.showAll()
      else
        chart.show(
          run.time.findIndex((at) => at >= since),
          last,
        )
    })
  }
}

start()
