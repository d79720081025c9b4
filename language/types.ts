/**
 * The vocabulary of types: units, affine weights, records. Pure data, shared by the checker, the
 * builtin definitions and the language service.
 */

/**
 * A unit of measure. `money` and `shares` are exponents (price = money^1 shares^-1; a variance of
 * prices = money^2 shares^-2). `tag` tells dimensionless numbers apart.
 * `bare` is a number without a unit: it takes the unit its use asks for.
 */
export type Unit =
  | { readonly kind: 'bare' }
  | {
      readonly kind: 'unit'
      readonly money: number
      readonly shares: number
      readonly tag: 'none' | 'ratio' | 'oscillator' | 'bars'
    }

/**
 * Affine weight: a price level weighs 1, a difference 0; weights add under `+`, subtract under
 * `-`. `unknown` provokes no complaint. A bare constant has weight `any`.
 */
export type Weight = number | 'unknown' | 'any'

export interface NumberType {
  readonly kind: 'number'
  readonly unit: Unit
  readonly weight: Weight
}

export interface RecordType {
  readonly kind: 'record'
  readonly fields: readonly { readonly name: string; readonly type: Type }[]
}

export type Type =
  | NumberType
  | RecordType
  | { readonly kind: 'bool' }
  | { readonly kind: 'text' }
  | { readonly kind: 'time' }
  | { readonly kind: 'duration' }
  /** What a mistake leaves behind: fits everywhere, so one mistake gives one message. */
  | { readonly kind: 'error' }

const unit = (
  money: number,
  shares: number,
  tag: 'none' | 'ratio' | 'oscillator' | 'bars',
): Unit => ({
  kind: 'unit',
  money,
  shares,
  tag,
})

export const BARE: Unit = { kind: 'bare' }
export const PRICE: Unit = unit(1, -1, 'none')
export const MONEY: Unit = unit(1, 0, 'none')
export const SHARES: Unit = unit(0, 1, 'none')
export const RATIO: Unit = unit(0, 0, 'ratio')
export const OSCILLATOR: Unit = unit(0, 0, 'oscillator')
export const BARS: Unit = unit(0, 0, 'bars')

/**
 * What an expression's value may depend on, weakest first.
 * `constant`: literals and parameters. `market`: bars too. `account`: position, cash, fills too.
 * `fill`: the future fill of the order being written (`entry_price`, `R` in clauses).
 */
export type Color = 'constant' | 'market' | 'account' | 'fill'
