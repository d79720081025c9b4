/** How long to wait between attempts to connect, milliseconds. */
export interface Backoff {
  readonly firstMs: number
  readonly mostMs: number
}

/**
 * The wait after `failures` failed attempts: twice as long each time, up to the most, and up to
 * half of it less at random, so that several clients do not come all at once.
 */
export function backoffMs(backoff: Backoff, failures: number, random: () => number): number {
  const whole = Math.min(backoff.mostMs, backoff.firstMs * 2 ** failures)
  return whole * (1 - random() / 2)
}
