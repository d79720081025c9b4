/**
 * Work that can be paused: each step yields how many bars are done. Whoever drives it may look at
 * the clock, show progress or give it up between two steps; the result is the same.
 */
export type Steps<Result> = Generator<number, Result, undefined>

/** All steps at once. */
export function finish<Result>(steps: Steps<Result>): Result {
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}
