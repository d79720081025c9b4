import { type Draft, type Kind, type Node, node } from './node.ts'

const SIMPLEST: Readonly<Record<Kind, string>> = {
  level: 'close',
  distance: '(high - low)',
  price: 'close',
  ratio: '2%',
  oscillator: 'rsi(2)',
  shares: 'volume',
  money: '(close * volume)',
  bars: '3 bars',
  number: '1',
  other: 'close',
  bool: 'true',
}

/**
 * A smaller draft that still `fails`, found greedily: statements dropped, expressions replaced by
 * an operand of the same kind or by the simplest of that kind. `fails` must be false for drafts
 * that no longer check. Tries at most `attempts` drafts.
 */
export function shrink(draft: Draft, fails: (draft: Draft) => boolean, attempts = 400): Draft {
  let best = draft
  let left = attempts
  for (let progress = true; progress && left > 0; ) {
    progress = false
    for (const smaller of candidates(best)) {
      if (left-- <= 0) break
      if (!fails(smaller)) continue
      best = smaller
      progress = true
      break
    }
  }
  return best
}

function* candidates(draft: Draft): Generator<Draft> {
  const { statements } = draft
  for (let k = statements.length - 1; k > 0; k--) {
    yield { ...draft, statements: statements.filter((_, other) => other !== k) }
  }
  for (let k = 0; k < statements.length; k++) {
    for (const smaller of smallerNodes(statements[k]!)) {
      yield {
        ...draft,
        statements: statements.map((item, other) => (other === k ? smaller : item)),
      }
    }
  }
}

/** Outermost replacements first, so that big parts go early. */
function* smallerNodes(item: Node): Generator<Node> {
  if (item.kind !== undefined) {
    const simplest = SIMPLEST[item.kind]
    for (const part of item.parts) {
      if (typeof part !== 'string' && part.kind === item.kind) yield part
    }
    if (item.parts.length > 1) yield node(item.kind, simplest)
  } else if (item.parts.length > 1) {
    // A clause of a statement may go as a whole.
    for (let k = 0; k < item.parts.length; k++) {
      const part = item.parts[k]!
      if (typeof part !== 'string' && part.kind === undefined) {
        yield { parts: item.parts.filter((_, other) => other !== k) }
      }
    }
  }
  for (let k = 0; k < item.parts.length; k++) {
    const part = item.parts[k]!
    if (typeof part === 'string') continue
    for (const smaller of smallerNodes(part)) {
      yield { ...item, parts: item.parts.map((old, other) => (other === k ? smaller : old)) }
    }
  }
}
