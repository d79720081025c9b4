import { PROBLEMS_TOLD, type Problem, type ProblemKind } from './problem.ts'

/** Collects problems: keeps the first ones, counts them all. */
export interface ProblemList {
  readonly add: (line: number, kind: ProblemKind, message: string, fix: string) => void
  readonly count: () => number
  /** The first by line, at most `PROBLEMS_TOLD`. */
  readonly told: () => readonly Problem[]
}

/** An empty list. */
export function problemList(): ProblemList {
  const kept: Problem[] = []
  let count = 0
  return {
    add: (line, kind, message, fix) => {
      count += 1
      // Files of mostly bad rows must not fill the memory; both stages that add run by line.
      if (kept.length < 2 * PROBLEMS_TOLD) kept.push({ line, kind, message, fix })
    },
    count: () => count,
    told: () => [...kept].sort((a, b) => a.line - b.line).slice(0, PROBLEMS_TOLD),
  }
}
