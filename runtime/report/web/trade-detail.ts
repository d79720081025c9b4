import { moneyText, numberText, percentText, quantityText, type TimeFormat } from '../format.ts'
import type { PageData, PageRule, PageTrade } from '../page-data.ts'

/** One trade in words: what it did, and the reasons for which it was begun and ended. */
export interface TradeDetail {
  readonly draw: (run: PageData, time: TimeFormat) => void
  /** Tells of a trade; undefined: of none, and takes no room. */
  readonly show: (trade: number | undefined) => void
}

/** Makes an empty element into the words; `chosen` gets the trade that a button leads to. */
export function tradeDetail(
  element: HTMLElement,
  chosen: (trade: number | undefined) => void,
): TradeDetail {
  let run: PageData | undefined
  let time: TimeFormat = String
  element.classList.add('trade-detail')
  element.hidden = true
  const show = (index: number | undefined) => {
    const trade = index === undefined ? undefined : run?.trades[index]
    element.hidden = trade === undefined
    if (index === undefined || run === undefined || trade === undefined) return
    const facts = document.createElement('dl')
    for (const [name, value] of factsOf(trade, run, time)) {
      const [term, description] = [document.createElement('dt'), document.createElement('dd')]
      term.textContent = name
      description.append(...value)
      facts.append(term, description)
    }
    element.replaceChildren(headOf(trade, index, run.trades.length, chosen), facts)
  }
  return {
    draw: (next, format) => {
      ;[run, time] = [next, format]
      show(undefined)
    },
    show,
  }
}

function headOf(
  trade: PageTrade,
  index: number,
  length: number,
  chosen: (trade: number | undefined) => void,
): HTMLElement {
  const head = document.createElement('div')
  head.className = 'bar'
  const title = document.createElement('h3')
  title.textContent = `Trade ${index + 1}: ${trade.side} ${quantityText(trade.quantity)}`
  const profit = document.createElement('strong')
  profit.className = trade.profit < 0 ? 'loss' : 'gain'
  const r = trade.r === null ? '' : `, ${numberText(trade.r, 2)}R`
  const ratio = percentText(trade.returnRatio ?? Number.NaN)
  profit.textContent = `${moneyText(trade.profit)} (${ratio}${r})`
  const button = (text: string, label: string, to: number | undefined, off: boolean) => {
    const made = document.createElement('button')
    made.type = 'button'
    made.textContent = text
    made.disabled = off
    made.setAttribute('aria-label', label)
    made.addEventListener('click', () => chosen(to))
    return made
  }
  const steps = document.createElement('div')
  steps.className = 'ranges'
  steps.append(
    button('‹', 'The trade before', index - 1, index === 0),
    button('›', 'The next trade', index + 1, index === length - 1),
    button('×', 'Close', undefined, false),
  )
  head.append(title, profit, steps)
  return head
}

type Fact = readonly [name: string, value: readonly (string | Node)[]]

function factsOf(trade: PageTrade, run: PageData, time: TimeFormat): readonly Fact[] {
  const price = (value: number) => numberText(value, run.priceDecimals)
  const { firstStop, lastStop, target } = trade
  const moved = lastStop !== null && firstStop !== null && price(lastStop) !== price(firstStop)
  const levels = [
    ...(firstStop === null ? [] : [`stop ${price(firstStop)}`]),
    ...(moved ? [`moved to ${price(lastStop)}`] : []),
    ...(target === null ? [] : [`target ${price(target)}`]),
  ]
  const held = `${numberText(trade.bars, 0)} bar${trade.bars === 1 ? '' : 's'}`
  const span = `open profit from ${moneyText(trade.worst)} to ${moneyText(trade.best)}`
  const commission = trade.commission === 0 ? '' : `, commission ${moneyText(trade.commission)}`
  const borrow = trade.borrow === 0 ? '' : `, borrowing ${moneyText(trade.borrow)}`
  const doubt = trade.ambiguous ? '; its bars cannot tell which order filled first' : ''
  return [
    [
      'Entered',
      [`${time(trade.entryTime)} at ${price(trade.entryPrice)}`, ...because(run.rules[trade.rule])],
    ],
    ...(levels.length > 0 ? [['Protected by', [levels.join(', ')]] as const] : []),
    [
      trade.open ? 'Still open' : 'Left',
      [
        `${time(trade.exitTime)} at ${price(trade.exitPrice)}: ${WHY[trade.exitBy]}`,
        ...because(run.rules[trade.exitRule]),
      ],
    ],
    ['Meanwhile', [`${held}, ${span}${commission}${borrow}${doubt}`]],
  ]
}

const WHY: Readonly<Record<PageTrade['exitBy'], string>> = {
  entry: 'by an entry',
  exit: 'by a rule',
  stop: 'its stop was reached',
  target: 'its target was reached',
  reverse: 'turned round by an entry to the other side',
  liquidation: 'the margin was called: the broker closed it',
  end: 'the end of the data, at the last close',
}

/** The rule behind it, in the strategy's own words. */
function because(rule: PageRule | undefined): (string | Node)[] {
  if (rule === undefined) return []
  const code = document.createElement('code')
  code.textContent = rule.text
  return [`, ${rule.label} when `, code, ` (line ${rule.line})`]
}
