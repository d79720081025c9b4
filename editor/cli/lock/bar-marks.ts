import type { Bars } from '../../../stdlib/bars.ts'

/** Most marks that are kept of a series: two bytes each. */
const MARKS = 65_536
const COLUMNS = ['time', 'open', 'high', 'low', 'close', 'volume'] as const

/** A small checksum of each bar, or of so many at a time, that tells where a series changed. */
export interface BarMarks {
  readonly barsPerMark: number
  /** Sixteen bits each, little-endian, in base 64. */
  readonly marks: string
}

/** The marks of a series: one of each bar, of several where there are more than 65,536. */
export function barMarks(bars: Bars): BarMarks {
  const barsPerMark = Math.max(1, Math.ceil(bars.length / MARKS))
  return { barsPerMark, marks: base64Of(marksOf(bars, barsPerMark)) }
}

/**
 * The bars at the first place where a series is not what it was, from and to (excluded); undefined
 * where no mark differs. One change in 65,536 is not seen by its mark.
 */
export function firstChanged(
  before: BarMarks,
  now: Bars,
): { readonly from: number; readonly to: number } | undefined {
  const { barsPerMark } = before
  const marks = marksOf(now, barsPerMark)
  const old = atob(before.marks)
  const count = old.length / 2
  for (let mark = 0; mark < Math.max(count, marks.length); mark++) {
    const was = old.charCodeAt(2 * mark) | (old.charCodeAt(2 * mark + 1) << 8)
    if (mark >= count || mark >= marks.length || was !== marks[mark]) {
      const from = mark * barsPerMark
      return { from, to: from + barsPerMark }
    }
  }
  return undefined
}

function marksOf(bars: Bars, barsPerMark: number): Uint16Array {
  const marks = new Uint16Array(Math.ceil(bars.length / barsPerMark))
  const word = new DataView(new ArrayBuffer(8))
  for (let mark = 0; mark < marks.length; mark++) {
    const to = Math.min(bars.length, (mark + 1) * barsPerMark)
    let hash = 0x811c_9dc5
    for (let bar = mark * barsPerMark; bar < to; bar++) {
      for (const column of COLUMNS) {
        word.setFloat64(0, bars[column][bar]!, true)
        // FNV-1a over the eight bytes, two words at a time.
        hash = Math.imul(hash ^ word.getUint32(0, true), 0x0100_0193)
        hash = Math.imul(hash ^ (hash >>> 15) ^ word.getUint32(4, true), 0x0100_0193)
      }
    }
    marks[mark] = hash ^ (hash >>> 16)
  }
  return marks
}

function base64Of(marks: Uint16Array): string {
  const parts: string[] = []
  for (const mark of marks) parts.push(String.fromCharCode(mark & 0xff, mark >> 8))
  return btoa(parts.join(''))
}
