import type { Random } from '../parity/random.ts'

/** What people and accidents put into a text. */
const SCRAPS = [
  ...'()[]{}.,:@=<>+-*/%"\'!?&|;#~\\^_ \n\r\t\0'.split(''),
  ...['“', '€', '𝄞', '\ud800', '\u2028', '\u202e'],
  ...['..', '??', '==', '//', '///', '/*', '&&', ':='],
  ...['0', '7', '1.', '.5', '2%', '3R', '15m', '10 bars', '10000 USD', '09:30', '2024-02-30'],
  ...['1e309', '9'.repeat(400), '24:61', 'if', 'then', 'else', 'not', 'and', 'is', 'crosses'],
  ...['let', 'param', 'enter long', 'exit', 'when', 'size', 'stop', 'at', 'test "t" {', 'fn f(x)'],
  ...['mode m {', 'risk {', 'costs {', 'rebalance monthly', 'return', 'session', 'max', 'x', 'in'],
]

/**
 * A text with one to six things done to it: characters and words deleted, doubled, swapped,
 * replaced, taken from elsewhere; ends cut off; brackets and prefixes heaped up.
 */
export function mutate(source: string, others: readonly string[], random: Random): string {
  let text = source
  for (let i = random.int(1, 6); i > 0; i--) {
    text = random.chance(0.5) ? mutateWords(text, others, random) : mutateText(text, random)
  }
  return text
}

function mutateText(text: string, random: Random): string {
  const at = random.int(0, text.length)
  const to = Math.min(text.length, at + random.int(1, random.chance(0.2) ? 80 : 3))
  const scrap = random.pick(SCRAPS)
  switch (random.int(0, 7)) {
    case 0:
      return text.slice(0, at) + text.slice(to)
    case 1:
      return text.slice(0, at) + scrap + text.slice(at)
    case 2:
      return text.slice(0, at) + scrap + text.slice(to)
    case 3:
      return text.slice(0, to) + text.slice(at)
    case 4:
      return text.slice(0, at)
    case 5:
      return text.slice(at)
    case 6:
      return text.slice(0, at) + scrap.repeat(random.int(2, 150)) + text.slice(at)
    default:
      return text.replaceAll('\n', random.pick(['\r\n', '\r', ' ']))
  }
}

function mutateWords(text: string, others: readonly string[], random: Random): string {
  const words = wordsOf(text)
  if (words.length === 0) return text
  const at = random.int(0, words.length - 1)
  const to = random.int(0, words.length - 1)
  switch (random.int(0, 5)) {
    case 0:
      words.splice(at, random.int(1, 4))
      break
    case 1:
      words.splice(at, 0, words[to]!)
      break
    case 2:
      words[at] = words[to]!
      break
    case 3:
      ;[words[at], words[to]] = [words[to]!, words[at]!]
      break
    case 4:
      words.splice(at, 0, ` ${random.pick(SCRAPS)} `)
      break
    default: {
      const donor = wordsOf(random.pick(others))
      const from = random.int(0, Math.max(0, donor.length - 1))
      words.splice(at, random.int(0, 3), ...donor.slice(from, from + random.int(1, 30)))
    }
  }
  return words.join('')
}

function wordsOf(text: string): string[] {
  return text.match(/\w+|\s+|"[^"\n]*"|./gsu) ?? []
}
