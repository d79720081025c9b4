import { CANDLES } from './candles-table.ts'
import { LEAN } from './lean-table.ts'
import type { GoldenRow } from './row.ts'
import { SHEETS } from './sheets-table.ts'
import { SKENDER } from './skender-table.ts'
import { TALIB } from './talib-table.ts'
import { TRADINGVIEW } from './tradingview-table.ts'
import { TTR } from './ttr-table.ts'
import { TULIP } from './tulip-table.ts'

/** All that is compared, by family. */
export const GOLDEN_ROWS: readonly GoldenRow[] = [
  ...SKENDER,
  ...TRADINGVIEW,
  ...TALIB,
  ...CANDLES,
  ...TTR,
  ...LEAN,
  ...SHEETS,
  ...TULIP,
]
