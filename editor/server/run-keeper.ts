import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import type { Run, RunEntry, Series } from './contract.ts'
import type { RunMade } from './runner.ts'

type Kept = z.output<typeof Run>

/** The newest runs, in memory. */
export interface RunKeeper {
  readonly keep: (made: RunMade, series: z.output<typeof Series>) => Kept
  readonly list: () => z.output<typeof RunEntry>[]
  readonly find: (id: string) => Kept | undefined
}

const MOST_RUNS = 20

/** A keeper of nothing yet. */
export function createRunKeeper(): RunKeeper {
  let runs: readonly Kept[] = []
  return {
    keep: ({ digest, warnings, report }, { id, label }) => {
      const series = { id, label }
      const run = { id: randomUUID(), at: Date.now(), series, digest, warnings, report }
      runs = [run, ...runs].slice(0, MOST_RUNS)
      return run
    },
    list: () =>
      runs.map(({ id, at, series, digest, report }) => {
        const { strategy, parameters, figures } = report
        return { id, at, series, digest, title: strategy.title, parameters, figures }
      }),
    find: (id) => runs.find((run) => run.id === id),
  }
}
