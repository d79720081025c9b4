import type { InputSpec, ParamSpec } from '../language/builtins.ts'

/** The usual first argument: any number stream, the close when left out. */
export const SERIES: InputSpec = { name: 'x', type: 'number', natural: 'close' }

/** The bar's high, supplied by the harness, never written by the caller. */
export const HIGH: InputSpec = { name: 'high', type: 'number', natural: 'high', hidden: true }

/** The bar's low, hidden likewise. */
export const LOW: InputSpec = { name: 'low', type: 'number', natural: 'low', hidden: true }

/** The bar's close, hidden likewise. */
export const CLOSE: InputSpec = { name: 'close', type: 'number', natural: 'close', hidden: true }

/** A window in ticks, written out by every caller. The bound keeps memory and warm-up sane. */
export const LENGTH: ParamSpec = { name: 'length', integer: true, min: 1, max: 100_000 }
