import type { MessagePart, ModuleMeta } from '../../stdlib/module.ts'

/** What a rule said at a bar's close. */
export interface Signal {
  readonly bar: number
  readonly kind: 'alert' | 'mark'
  readonly text: string
}

/** Digits after the point, at most: a message is read by people. */
const DECIMALS = 6

/**
 * What the rules of the bits `fired` say at bar i, in written order; `plots` are the columns of
 * `meta.plots`.
 */
export function signalsAt(
  { rules }: Pick<ModuleMeta, 'rules'>,
  fired: number,
  i: number,
  plots: readonly Float64Array[],
  symbol: string,
): readonly Signal[] {
  const said: Signal[] = []
  for (const { index, kind, message } of rules) {
    if (message === undefined || (fired & (1 << index)) === 0) continue
    if (kind !== 'alert' && kind !== 'mark') continue
    const text = message.map((part) => partText(part, i, plots, symbol)).join('')
    said.push({ bar: i, kind, text })
  }
  return said
}

function partText(
  part: MessagePart,
  i: number,
  plots: readonly Float64Array[],
  symbol: string,
): string {
  if ('text' in part) return part.text
  if ('symbol' in part) return symbol
  const value = plots[part.plot]![i]!
  return Number.isNaN(value) ? 'unknown' : String(Number(value.toFixed(DECIMALS)))
}
