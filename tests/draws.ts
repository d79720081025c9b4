import fc from 'fast-check'

// What fails here fails everywhere: fast-check draws the same cases each time, others by `FC_SEED=7`.
fc.configureGlobal({ seed: Number(process.env.FC_SEED ?? 1) })

const TIMES = Number(process.env.FC_TIMES ?? 1)

/** How many cases to draw: as many as usual, or `FC_TIMES=100` times as many. */
export function cases(usual: number): number {
  return usual * TIMES
}
