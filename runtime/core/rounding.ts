import type { OrderTypeCode, Side } from './order.ts'
import { BUY, OrderType } from './order.ts'

/**
 * How far from a whole number of steps, relative, still counts as that number: the noise of a few
 * operations. Anything wider rounds large quantities up.
 */
const NOISE = 16 * Number.EPSILON

/** Quantity down to the lot, never up: 0 where it does not reach one lot. */
export function downToLot(quantity: number, lot: number): number {
  return fromSteps(wholeSteps(quantity, lot, Math.floor), lot)
}

/**
 * Price to the tick, never better for us than asked: a buy limit and a sell stop go down, a sell
 * limit and a buy stop up. A tick of 0 leaves the price alone.
 */
export function toTick(price: number, tick: number, side: Side, type: OrderTypeCode): number {
  if (tick === 0) return price
  const down = (side === BUY) === (type === OrderType.limit)
  return fromSteps(wholeSteps(price, tick, down ? Math.floor : Math.ceil), tick)
}

function wholeSteps(value: number, step: number, round: (value: number) => number): number {
  const steps = value / step
  const nearest = Math.round(steps)
  if (Math.abs(steps - nearest) <= NOISE * Math.max(1, Math.abs(steps))) return nearest
  return round(steps)
}

/** 1005 steps of 0.01 are 10.05, which 1005 * 0.01 is not: by the inverse where it is whole. */
function fromSteps(steps: number, step: number): number {
  const inverse = Math.round(1 / step)
  return inverse > 0 && 1 / inverse === step ? steps / inverse : steps * step
}
