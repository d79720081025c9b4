import { PROBLEMS_TOLD, type Problem, type ProblemKind } from './problem.ts'

/** How many problems are kept with their rows; the rest is counted. */
const PROBLEMS_KEPT = 1_000

/** Collects problems: keeps the first ones, counts them all. */
export interface ProblemList {
  readonly add: (line: number, kind: ProblemKind, message: string, fix: string) => void
  readonly count: () => number
  /** Those that are kept, by line. */
  readonly kept: () => readonly Problem[]
  /** The first by line, at most `PROBLEMS_TOLD`. */
  readonly told: () => readonly Problem[]
}

/** An empty list. */
export function problemList(): ProblemList {
  const list: Problem[] = []
  let count = 0
  const kept = () => [...list].sort((a, b) => a.line - b.line)
  return {
    add: (line, kind, message, fix) => {
      count += 1
      // Files of mostly bad rows must not fill the memory; both stages that add run by line.
      if (list.length < 2 * PROBLEMS_KEPT) list.push({ line, kind, message, fix })
    },
    count: () => count,
    kept: () => kept().slice(0, PROBLEMS_KEPT),
    told: () => kept().slice(0, PROBLEMS_TOLD),
  }
}
