import type { OrderTypeCode, Side } from './order.ts'
import { BUY, WAITS_FOR_BETTER } from './order.ts'

/**
 * How far from a whole number of steps, relative, still counts as that number: the noise of a few
 * operations. Anything wider rounds large quantities up.
 */
const NOISE = 16 * Number.EPSILON

const DOWN = 0
const UP = 1

/** Quantity down to the lot, never up: 0 where it does not reach one lot. */
export function downToLot(quantity: number, lot: number): number {
  return fromSteps(wholeSteps(quantity, lot, DOWN), lot)
}

/**
 * The whole number of lots that a sum of whole lots stands for. What noise it has is of its largest
 * term, so it may be more than `downToLot` takes for noise.
 */
export function nearestLot(quantity: number, lot: number): number {
  return fromSteps(Math.round(quantity / lot), lot)
}

/**
 * Price to the tick, never better for us than asked: a buy limit and a sell stop go down, a sell
 * limit and a buy stop up. A tick of 0 leaves the price alone.
 */
export function toTick(price: number, tick: number, side: Side, type: OrderTypeCode): number {
  if (tick === 0) return price
  const down = (side === BUY) === WAITS_FOR_BETTER[type]
  return fromSteps(wholeSteps(price, tick, down ? DOWN : UP), tick)
}

function wholeSteps(value: number, step: number, way: typeof DOWN | typeof UP): number {
  const steps = value / step
  const nearest = Math.round(steps)
  if (Math.abs(steps - nearest) <= NOISE * Math.max(1, Math.abs(steps))) return nearest
  return way === DOWN ? Math.floor(steps) : Math.ceil(steps)
}

/** 1005 steps of 0.01 are 10.05, which 1005 * 0.01 is not: by the inverse where it is whole. */
function fromSteps(steps: number, step: number): number {
  if (step === 1) return steps
  const inverse = Math.round(1 / step)
  return inverse > 0 && 1 / inverse === step ? steps / inverse : steps * step
}
