/** The passing of time, so that a test can let it pass by itself. */
export interface Timers {
  /** Milliseconds of a clock that never goes back. */
  now(): number
  /** Runs `action` once after `milliseconds`; what it returns prevents that. */
  after(milliseconds: number, action: () => void): () => void
}

/** Time as it passes. */
export const REAL_TIMERS: Timers = {
  now: () => performance.now(),
  after: (milliseconds, action) => {
    const timer = setTimeout(action, milliseconds)
    return () => clearTimeout(timer)
  },
}
