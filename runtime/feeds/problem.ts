/** What is wrong with a row, or with the file as a whole. */
export type ProblemKind =
  | 'file'
  | 'empty'
  | 'header'
  | 'columns'
  | 'missing'
  | 'number'
  | 'time'
  | 'price'
  | 'range'
  | 'volume'
  | 'duplicate'
  | 'order'
  | 'question'

/** One thing wrong with the data: where, what was found, and what to do about it. */
export interface Problem {
  /** 1-based line of the file; 0: the file as a whole. */
  readonly line: number
  readonly kind: ProblemKind
  /** What was found, one sentence without its full stop. */
  readonly message: string
  /** What to do, beginning with a verb. */
  readonly fix: string
  /** The row's text where it was left out of a series, cut to 200 characters. */
  readonly row?: string
}

/** The data cannot be used as they are. Nothing was read from them. */
export interface Refused {
  readonly kind: 'refused'
  /** The first of them, by line. */
  readonly problems: readonly Problem[]
  /** How many more there are. */
  readonly more: number
}

/** How many problems are told one by one; the rest is counted. */
export const PROBLEMS_TOLD = 20

/** A refusal for one reason. */
export function refuse(line: number, kind: ProblemKind, message: string, fix: string): Refused {
  return { kind: 'refused', problems: [{ line, kind, message, fix }], more: 0 }
}

/** A cell or line of the file as it may stand in a message: quoted, short, on one line. */
export function quoted(text: string): string {
  const plain = text.replace(/\p{Cc}+/gu, ' ').trim()
  return `"${plain.length > 40 ? `${plain.slice(0, 39)}…` : plain}"`
}

/** The refusal as lines for a person: `path:line: message`, with what to do below each. */
export function refusalText(refused: Refused, path: string): string {
  const lines: string[] = []
  let lastFix = ''
  for (const problem of refused.problems) {
    const place = problem.line > 0 ? `${path}:${problem.line}` : path
    lines.push(`${place}: ${problem.message}`)
    if (problem.fix !== lastFix) lines.push(`  → ${problem.fix}`)
    lastFix = problem.fix
  }
  if (refused.more > 0) {
    lines.push(`… and ${refused.more.toLocaleString('en-US')} more like these`)
  }
  return lines.join('\n')
}
