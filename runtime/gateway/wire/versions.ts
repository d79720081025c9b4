/** Server versions we speak: what a session uses is the highest both sides know. */
export const OLDEST_VERSION = 151
/** See `OLDEST_VERSION`. */
export const NEWEST_VERSION = 193

/**
 * First server version with a change of the messages that we exchange. Below `protobuf` (201) all
 * messages are text; we stop before it.
 */
export const SINCE = {
  stockType: 152,
  duration: 158,
  postToAts: 160,
  autoCancelParent: 162,
  fractionalSize: 163,
  sizeRules: 164,
  advancedOrderReject: 166,
  manualOrderTime: 169,
  pegOffsets: 170,
  bondIssuer: 176,
  noFaProfile: 177,
  pendingPriceRevision: 178,
  lastTradeDate: 182,
  customerAccount: 183,
  professionalCustomer: 184,
  bondAccruedInterest: 185,
  ineligibilityReasons: 186,
  rfq: 187,
  includeOvernight: 189,
  noRfq: 190,
  cmeTagging: 192,
  cmeTaggingInOpenOrder: 193,
} as const

/**
 * What a client offers, "v100..193" or "v151", answered: the version to speak, or none when the
 * two sides have none in common.
 */
export function negotiateVersion(offer: string): number | undefined {
  const match = /^v(\d+)(?:\.\.(\d+))?(?: .*)?$/.exec(offer)
  if (match === null) return undefined
  const lowest = Number(match[1])
  const version = Math.min(Number(match[2] ?? match[1]), NEWEST_VERSION)
  return version >= Math.max(lowest, OLDEST_VERSION) ? version : undefined
}
