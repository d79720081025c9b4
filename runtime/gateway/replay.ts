import type { Bars } from '../../stdlib/bars.ts'
import type { GatewayCore } from './core.ts'
import { expireOrders } from './exchange.ts'
import { barAt, barStart, goOn } from './market.ts'
import { matchOrders } from './matching.ts'
import { publishBar, publishBarEnd, publishRate } from './publish.ts'
import { SLOT_MS, slotsOf } from './slots.ts'

const DAY = 86_400_000

/** What the replay asks of its gateway. */
export interface ReplayHooks {
  /** A stored bar is over: `count` of them so far. */
  readonly barEnded: (count: number) => void
}

/**
 * Plays the stored bars from `market.current` to the last one, on a virtual clock: what happens
 * at the open, a wait for the clients after each fill, the rest of the bar, another wait, and so
 * on. Orders meet the stored bar itself, so they fill as in a backtest.
 */
export async function replayVirtual(core: GatewayCore, hooks: ReplayHooks): Promise<void> {
  const { market, clock } = core
  const { bars, plan } = market
  const afterFill = clock.settle
  for (let count = 1; market.current < bars.length; count++) {
    const bar = market.current
    const end = bars.time[bar]! + plan.timeframeMs
    const slots = slotsOf(bars, bar, plan)
    const last = slots.length - 1
    await clock.settle()
    await clock.until(bars.time[bar]!)
    expireOrders(core.exchange, barStart(bars.time[bar]!, DAY), end)
    const atPath = async (): Promise<void> => {
      for (let s = 0; s < last; s++) await tellSlot(core, slots, s)
      await clock.until(end - SLOT_MS)
    }
    await matchOrders(core.exchange, bars, bar, { atPath, afterFill, closes: endsDay(bars, bar) })
    await tellSlot(core, slots, last, core.rates?.[bar])
    finishBar(core, bar)
    hooks.barEnded(count)
  }
  await clock.settle()
}

/**
 * Plays the stored bars on the wall's clock. Orders meet one five-second bar at a time: what
 * arrives within one meets the next.
 */
export async function replayReal(core: GatewayCore, hooks: ReplayHooks): Promise<void> {
  const { market, clock } = core
  const { bars, plan } = market
  const afterFill = clock.settle
  for (let count = 1; market.current < bars.length; count++) {
    const bar = market.current
    const start = bars.time[bar]!
    const slots = slotsOf(bars, bar, plan)
    // Nights and gaps pass in no time.
    if (start > clock.now() + plan.timeframeMs) clock.skipTo(start)
    await clock.until(start)
    for (let s = 0; s < slots.length; s++) {
      const opens = slots.time[s]!
      await clock.until(opens)
      expireOrders(core.exchange, barStart(start, DAY), opens + SLOT_MS)
      const atPath = (): Promise<void> => clock.until(opens + SLOT_MS)
      const closes = s === slots.length - 1 && endsDay(bars, bar)
      await matchOrders(core.exchange, slots, s, { atPath, afterFill, closes })
      await tellSlot(core, slots, s, s === slots.length - 1 ? core.rates?.[bar] : undefined)
    }
    finishBar(core, bar)
    hooks.barEnded(count)
  }
}

/** Whether a bar is the last of its day (UTC), as far as there are bars. */
export function endsDay({ time, length }: Bars, bar: number): boolean {
  return bar === length - 1 || barStart(time[bar + 1]!, DAY) > barStart(time[bar]!, DAY)
}

/**
 * A five-second bar is over: the clock is at its end, and everybody is told, of a new rate before
 * the bar that is decided on with it.
 */
async function tellSlot(core: GatewayCore, slots: Bars, s: number, rate?: number): Promise<void> {
  await core.clock.until(slots.time[s]! + SLOT_MS)
  // Whoever hears the traded instrument knows by then what the others have done.
  for (const other of core.others) {
    for (const bar of goOn(other.market, core.clock.now())) publishBar(core, other, bar)
  }
  core.market.told = s + 1
  if (rate !== undefined) publishRate(core, rate)
  publishBar(core, core, barAt(slots, s))
}

function finishBar(core: GatewayCore, bar: number): void {
  const { market, exchange } = core
  market.current = bar + 1
  market.told = 0
  exchange.account.mark = market.bars.close[bar]!
  publishBarEnd(core)
}
