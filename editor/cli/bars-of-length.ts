import { refusalText } from '../../runtime/feeds/problem.ts'
import { type LoadOptions, loadBars } from '../../runtime/store/load-bars.ts'
import type { Bars } from '../../stdlib/bars.ts'

/** Bars that stand beside a run's own, and how long one of them is. */
export type BarsOfLength =
  | { readonly timeframe: string; readonly bars: Bars }
  | { readonly problem: string }

/** The bars of a file, or of a symbol of the store, that tell how long they are. */
export async function barsOfLength(path: string, options: LoadOptions): Promise<BarsOfLength> {
  const loaded = await loadBars(path, options)
  if (loaded.kind === 'refused') return { problem: refusalText(loaded, path) }
  const timeframe = loaded.report.interval?.text
  if (timeframe !== undefined) return { timeframe, bars: loaded.bars }
  const problem =
    `${path}: nobody can tell how long its bars are. Give one with more of them, or import it with ` +
    'their length: strat data import FILE --interval 1m.'
  return { problem }
}
