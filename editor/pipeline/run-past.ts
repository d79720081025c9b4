import type { Past } from '../../compiler/interpret/evaluate.ts'
import type { PastStream } from '../../language/check/typed.ts'
import type { OrderRecord, RunResult, Trade } from '../../runtime/core/result.ts'

/** What a run over so many bars had done by the end of each, as tests ask for it. */
export function runPast(result: RunResult, bars: number): Past {
  const columns = new Map<PastStream, Float64Array>()
  return (name, bar) => {
    let column = columns.get(name)
    if (column === undefined) {
      column = columnOf(name, result, bars)
      columns.set(name, column)
    }
    return column[bar] ?? Number.NaN
  }
}

/** Something that happened at the end of a bar. */
type Mark = readonly [bar: number, value: number]

function columnOf(name: PastStream, { orders, trades }: RunResult, bars: number): Float64Array {
  const given = orders.filter(({ purpose }) => purpose !== 'stop' && purpose !== 'target')
  const closed = (of: (trade: Trade) => number) =>
    carried(
      bars,
      trades.map((trade): Mark => [trade.exitBar, of(trade)]),
    )
  switch (name) {
    case 'orders':
      return counted(
        bars,
        given.map((order): Mark => [order.bar, 1]),
      )
    case 'working_orders':
      return counted(bars, given.flatMap(workingMarks))
    case 'refused_orders': {
      const refused = orders.filter(({ outcome }) => outcome === 'refused')
      return counted(
        bars,
        refused.map((order): Mark => [order.outcomeBar, 1]),
      )
    }
    case 'trades':
      return counted(
        bars,
        trades.map((trade): Mark => [trade.exitBar, 1]),
      )
    case 'last_order.price': {
      const priced = given.filter(({ price }) => !Number.isNaN(price))
      return carried(
        bars,
        priced.map((order): Mark => [order.bar, order.price]),
      )
    }
    case 'last_trade.entry_price':
      return closed(({ entryPrice }) => entryPrice)
    case 'last_trade.exit_price':
      return closed(({ exitPrice }) => exitPrice)
    case 'last_trade.quantity':
      return closed(({ quantity }) => quantity)
    case 'last_trade.bars':
      return closed(({ entryBar, exitBar }) => exitBar - entryBar)
    default: {
      const never: never = name
      throw new Error(`nothing of the past: ${never}`)
    }
  }
}

/** From the close it is given at until the bar of its end. */
function workingMarks({ bar, outcome, outcomeBar }: OrderRecord): readonly Mark[] {
  return outcome === 'working'
    ? [[bar, 1]]
    : [
        [bar, 1],
        [outcomeBar, -1],
      ]
}

function counted(bars: number, marks: readonly Mark[]): Float64Array {
  const column = new Float64Array(bars)
  for (const [bar, value] of marks) column[bar]! += value
  for (let bar = 1; bar < bars; bar++) column[bar]! += column[bar - 1]!
  return column
}

/** The last value so far; NaN before the first. */
function carried(bars: number, marks: readonly Mark[]): Float64Array {
  const column = new Float64Array(bars).fill(Number.NaN)
  for (const [bar, value] of marks) column[bar] = value
  for (let bar = 1; bar < bars; bar++) {
    if (Number.isNaN(column[bar]!)) column[bar] = column[bar - 1]!
  }
  return column
}
