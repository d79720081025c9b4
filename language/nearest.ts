/**
 * The word of `words` that `word` most likely was meant to be, or undefined when none is close:
 * at most one edit in up to four letters, two in more. Ties go to the first. For "did you mean".
 */
export function nearest(word: string, words: Iterable<string>): string | undefined {
  if (word.length < 2 || word.length > 60) return undefined
  const limit = word.length <= 4 ? 1 : 2
  const lower = word.toLowerCase()
  const letters = lettersOf(lower)
  let best: string | undefined
  let bestEdits = limit + 1
  for (const candidate of words) {
    if (Math.abs(candidate.length - word.length) > limit) continue
    // Of three letters another one makes another word (`foo`, `for`); a swap or a gap does not.
    if (word.length <= 3 && candidate.length === word.length && !permuted(lower, candidate))
      continue
    // An edit changes at most two letters of the set: most words need no closer look.
    if (bits(letters ^ lettersOf(candidate)) > 2 * limit) continue
    const edits = distance(lower, candidate.toLowerCase())
    if (edits < bestEdits) {
      best = candidate
      bestEdits = edits
    }
  }
  return best
}

/** Edits between two words; two neighbours swapped count as one (Damerau, Levenshtein). */
function distance(a: string, b: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = last[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
      let edits = Math.min(replaced, last[j]! + 1, row[j - 1]! + 1)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        edits = Math.min(edits, beforeLast[j - 2]! + 1)
      }
      row.push(edits)
    }
    beforeLast = last
    last = row
  }
  return last[b.length]!
}

function permuted(a: string, b: string): boolean {
  return [...a].sort().join('') === [...b.toLowerCase()].sort().join('')
}

/** The set of a word's letters, a bit each. */
function lettersOf(word: string): number {
  let letters = 0
  for (let i = 0; i < word.length; i++) letters |= 1 << (word.charCodeAt(i) & 31)
  return letters
}

function bits(set: number): number {
  let count = 0
  for (let rest = set; rest !== 0; rest &= rest - 1) count++
  return count
}
