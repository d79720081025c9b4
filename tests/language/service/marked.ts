import { CALLABLE } from '../../../compiler/extern/callable.ts'
import { type Analysis, analyse } from '../../../language/service/analyse.ts'

export interface Marked {
  readonly source: string
  /** Where the `|` was. */
  readonly offset: number
}

/** A text with its cursor written as `|` (the last one, for a text may hold others). */
export function marked(text: string): Marked {
  const offset = text.lastIndexOf('|')
  if (offset < 0) throw new Error(`no cursor in ${text}`)
  return { source: text.slice(0, offset) + text.slice(offset + 1), offset }
}

/** A daily strategy with a few names in it. */
export const PROGRAM = `strategy "Example"
timeframe 1d
/// Bars to look back.
param n = 5 in 1..20
let fast = sma(close, n)
let bands = bollinger(20)
let up = close > open
`

export function analysed(source: string): Analysis {
  return analyse(source, CALLABLE)
}
