export interface Paint {
  readonly good: (text: string) => string
  readonly bad: (text: string) => string
  readonly faint: (text: string) => string
}

/** Colours for a terminal that shows them, plain text for one that does not. */
export function paint(colour: boolean): Paint {
  const code = (start: number, end: number) => (text: string) =>
    colour ? `\u001b[${start}m${text}\u001b[${end}m` : text
  return { good: code(32, 39), bad: code(31, 39), faint: code(2, 22) }
}
