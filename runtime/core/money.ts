/**
 * Money of the ledger: whole millionths of the account's currency, in safe integers, so that sums
 * are exact in any order.
 */
export type Micros = number & { readonly micros: unique symbol }

export const MICROS_PER_UNIT = 1_000_000

/** Money as a number → micros, one half-even rounding. */
export function toMicros(money: number): Micros {
  return safe(roundHalfEven(money * MICROS_PER_UNIT))
}

/** Micros → money as a number, for people, rules and metrics. */
export function fromMicros(micros: Micros): number {
  return micros / MICROS_PER_UNIT
}

/** The exact sum; an overflow is our mistake and stops the run. */
export function add(a: Micros, b: Micros): Micros {
  return safe(a + b)
}

function safe(value: number): Micros {
  if (!(Math.abs(value) <= Number.MAX_SAFE_INTEGER)) overflow(value)
  return value as Micros
}

function overflow(value: number): never {
  throw new RangeError(`ledger overflow: ${value} micros is not a safe integer`)
}

/** To the nearest whole number, halves to the even one (IEEE 754 roundTiesToEven). */
export function roundHalfEven(value: number): number {
  const below = Math.floor(value)
  const rest = value - below
  if (rest < 0.5) return below
  if (rest > 0.5) return below + 1
  return below % 2 === 0 ? below : below + 1
}
