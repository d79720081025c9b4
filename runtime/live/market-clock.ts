import type { LiveClock } from './options.ts'

/**
 * The broker's time, ms UTC: the latest instant that it told us, and what has passed here since.
 * This machine's own date is never asked, so a replayed market and a wrong clock are the same to
 * us as today's. In virtual time nothing passes between two things told.
 */
export interface MarketClock {
  now(): number
  /** The broker spoke of this instant. */
  tell(instant: number): void
}

/** A clock that begins with the first instant told; before that it is 1970. */
export function marketClock(clock: LiveClock, virtual: boolean): MarketClock {
  let told = 0
  let toldAt = clock.now()
  const now = (): number => {
    if (virtual || told === 0) return told
    return told + Math.max(0, Math.floor(clock.now() - toldAt))
  }
  return {
    now,
    tell(instant) {
      if (!(instant > now())) return
      told = instant
      toldAt = clock.now()
    },
  }
}
