/** The lines of a text, in order and as often as asked; of it a piece is held at a time. */
export interface Lines {
  /** Hands over each line with its index, until `take` returns false. */
  readonly each: (take: (line: string, index: number) => boolean) => void
}

/** The lines of a text that comes in pieces, cut anywhere, without its byte-order mark. */
export function linesOf(pieces: () => Iterable<string>): Lines {
  return {
    each: (take) => {
      let index = 0
      let rest = ''
      const takeAll = (lines: readonly string[], count: number): boolean => {
        for (let k = 0; k < count; k++) if (!take(lines[k]!, index++)) return false
        return true
      }
      for (const piece of withoutMark(pieces())) {
        const cut = afterLastBreak(piece)
        if (cut > 0) {
          const lines = split(rest + piece.slice(0, cut))
          rest = ''
          if (!takeAll(lines, lines.length - 1)) return
        }
        rest += piece.slice(cut)
      }
      const last = split(rest)
      takeAll(last, last.length)
    },
  }
}

/** The lines of a text that is in the memory anyway. */
export function textLines(text: string): Lines {
  return linesOf(() => [text])
}

function* withoutMark(pieces: Iterable<string>): Iterable<string> {
  let first = true
  for (const piece of pieces) {
    yield first && piece.startsWith('\ufeff') ? piece.slice(1) : piece
    first &&= piece === ''
  }
}

function split(text: string): string[] {
  return text.includes('\r') ? text.split(/\r\n|\n|\r/) : text.split('\n')
}

/** Behind the last end of a line that is whole: of a CR at the very end the LF may be to come. */
function afterLastBreak(piece: string): number {
  const feed = piece.lastIndexOf('\n')
  if (!piece.includes('\r')) return feed + 1
  let at = piece.length - 2
  while (at > feed && piece[at] !== '\r') at--
  return Math.max(at, feed) + 1
}
