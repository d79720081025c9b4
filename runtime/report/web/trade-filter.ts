import { numberText, type TimeFormat } from '../format.ts'
import type { PageData, PageTrade } from '../page-data.ts'

/** Whether a trade is listed. */
export type TradeTest = (trade: PageTrade, index: number) => boolean

/** The controls over a list of trades. */
export interface TradeFilter {
  /** Offers what a run's trades can be told apart by; what was chosen stays. */
  readonly draw: (run: PageData, time: TimeFormat) => void
  readonly remove: () => void
}

const SIDES = { '': 'Both sides', long: 'Long', short: 'Short' }
const RESULTS = { '': 'Won and lost', won: 'Won', lost: 'Lost' }
const ANY_EXIT = 'Every exit'

/** Fills `bar` with controls; `changed` gets the test of what they say, at each change. */
export function tradeFilter(bar: HTMLElement, changed: (test: TradeTest) => void): TradeFilter {
  const side = choice('Side', SIDES)
  const result = choice('Result', RESULTS)
  const exit = choice('Left by', { '': ANY_EXIT })
  const search = document.createElement('input')
  search.type = 'search'
  search.placeholder = 'Find: 2015-03, stop, a rule…'
  search.setAttribute('aria-label', 'Find in trades')
  const count = document.createElement('span')
  count.setAttribute('role', 'status')
  bar.classList.add('trade-filter')
  bar.append(side, result, exit, search, count)

  let run: PageData | undefined
  let texts: readonly string[] = []
  let time: TimeFormat = String
  const apply = () => {
    if (run === undefined) return
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean)
    // Made when first looked for: ten thousand dates take a while to write.
    if (words.length > 0 && texts.length === 0) texts = run.trades.map(textOf(run, time))
    const test: TradeTest = (trade, index) =>
      (side.value === '' || trade.side === side.value) &&
      (result.value === '' || trade.profit > 0 === (result.value === 'won')) &&
      (exit.value === '' || trade.exit === exit.value) &&
      words.every((word) => texts[index]!.includes(word))
    const { length } = run.trades
    const kept = run.trades.filter(test).length
    count.textContent = kept === length ? '' : `${numberText(kept, 0)} of ${numberText(length, 0)}`
    changed(test)
  }
  for (const control of [side, result, exit]) control.addEventListener('change', apply)
  search.addEventListener('input', apply)
  return {
    draw: (next, format) => {
      ;[run, time, texts] = [next, format, []]
      const exits = [...new Set(next.trades.map((trade) => trade.exit))].sort()
      const chosen = exits.includes(exit.value) ? exit.value : ''
      exit.replaceChildren(...options({ '': ANY_EXIT, ...named(exits) }))
      exit.value = chosen
      apply()
    },
    remove: () => bar.replaceChildren(),
  }
}

/** All that a search looks through: numbers as they are, dates as they are shown. */
function textOf({ rules }: PageData, time: TimeFormat) {
  return (trade: PageTrade, index: number): string =>
    [
      `#${index + 1}`,
      trade.side,
      time(trade.entryTime),
      trade.open ? '' : time(trade.exitTime),
      trade.exit,
      ...[rules[trade.rule], rules[trade.exitRule]].map((rule) =>
        rule === undefined ? '' : `${rule.label} ${rule.text}`,
      ),
    ]
      .join(' ')
      .toLowerCase()
}

function choice(name: string, texts: Readonly<Record<string, string>>): HTMLSelectElement {
  const select = document.createElement('select')
  select.setAttribute('aria-label', name)
  select.append(...options(texts))
  return select
}

function options(texts: Readonly<Record<string, string>>): HTMLOptionElement[] {
  return Object.entries(texts).map(([value, text]) => new Option(text, value))
}

function named(values: readonly string[]): Record<string, string> {
  return Object.fromEntries(values.map((value) => [value, value]))
}
