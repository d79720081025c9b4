/** A short program around the lines that a catalogue entry is about. */
export function program(lines: string): string {
  return `strategy "Example"\n\ntimeframe 1d\n\n${lines}\n`
}

/** A program with one rule, its clauses as given. */
export function rule(lines: string): string {
  return program(`enter long when close > sma(50)\n  ${lines.replace(/\n/g, '\n  ')}`)
}
