import { z } from 'zod'
import { OLDEST_RATE_MS } from '../calendar/rates-beside.ts'

const count = z.number().int().min(1)
const positive = z.number().positive()

/**
 * What the live risk gate (risk.ts) lets through at most. Without any options a run may hold what
 * its strategy asks for, in a paper account, at a human pace, on fresh prices.
 */
export const RiskLimits = z.strictObject({
  /** Shares of one order. */
  maxOrderQuantity: positive.exactOptional(),
  /** Money of one order, at its limit or stop price, else at the last price. */
  maxOrderNotional: positive.exactOptional(),
  /** Shares, long or short, that an entry may bring the position to if all of it fills. */
  maxPosition: positive.exactOptional(),
  /** Entries placed or changed within 60 s. */
  maxOrdersPerMinute: count.default(30),
  /** Orders working at the broker, children included. */
  maxOpenOrders: count.default(15),
  /** Age of the last closed bar's end beyond which its prices are stale, milliseconds. */
  staleDataMs: positive.default(60_000),
  /** Age beyond which the rate between account and instrument is stale, milliseconds. */
  staleRateMs: positive.default(OLDEST_RATE_MS),
  /** The only account that orders may go to. */
  expectedAccount: z.string().min(1),
  /** False only by the user's own word: orders may go to an account with real money. */
  paper: z.boolean().default(true),
  /** How far a limit or stop price may lie from the last price, as a fraction of it. */
  priceCollar: positive.max(1).default(0.2),
})

export type RiskLimits = Readonly<z.infer<typeof RiskLimits>>
