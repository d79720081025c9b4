import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import type { RunResult, Trade } from '../../runtime/core/result.ts'
import type { Bars } from '../../stdlib/bars.ts'
import { seriesBytes } from './series-bytes.ts'

/** SHA-256, hex: two runs with the same digests are the same to the last bit. */
export interface RunDigest {
  /** Of equity at every bar's close. */
  readonly equity: string
  /** Of every trade, closed and open. */
  readonly trades: string
}

/** What a run comes to, in a form that two machines can compare. */
export function runDigest({ equity, trades, open }: RunResult): RunDigest {
  return {
    equity: digestOf(equity),
    trades: digestOf([trades.length, ...trades.flatMap(numbersOf), ...open.flatMap(numbersOf)]),
  }
}

/** The same of bars: two series with the same digest are the same to the last bit. */
export function seriesDigest(bars: Bars): string {
  return bytesToHex(sha256(seriesBytes(bars)))
}

const EXITS: readonly Trade['exit'][] = [
  'entry',
  'exit',
  'stop',
  'target',
  'reverse',
  'end',
  'liquidation',
]

/** Every field of a trade, words by their place in a list. */
function numbersOf(trade: Trade): number[] {
  return [
    trade.side === 'long' ? 1 : -1,
    trade.quantity,
    trade.rule,
    trade.entryBar,
    trade.exitBar,
    trade.entryTime,
    trade.exitTime,
    trade.entryPrice,
    trade.exitPrice,
    trade.profit,
    trade.commission,
    trade.returnRatio,
    trade.risk,
    EXITS.indexOf(trade.exit),
    trade.exitRule,
    trade.adverse,
    trade.favourable,
  ]
}

/** Of little-endian doubles; an engine may write NaN with any of its bits, so one form is taken. */
function digestOf(values: ArrayLike<number>): string {
  const view = new DataView(new ArrayBuffer(values.length * 8))
  for (let index = 0; index < values.length; index++) {
    const value = values[index]!
    if (Number.isNaN(value)) view.setBigUint64(index * 8, 0x7ff8_0000_0000_0000n, true)
    else view.setFloat64(index * 8, value, true)
  }
  return bytesToHex(sha256(new Uint8Array(view.buffer)))
}
