import type { Random } from '../parity/random.ts'
import { mutate } from './mutate.ts'

/**
 * A text after one edit as people make them: a number or a word changed, letters typed or deleted,
 * a line taken out, doubled, moved or put in, a part pasted from elsewhere, and now and then all
 * that `mutate` does.
 */
export function edited(text: string, others: readonly string[], random: Random): string {
  switch (random.int(0, 7)) {
    case 0:
      return replaced(text, /\d+/g, random, () => String(random.int(0, 60)))
    case 1:
      return replaced(text, /[A-Za-z_]\w*/g, random, (words) => random.pick(words))
    case 2:
      return withLines(text, (lines) => lines.splice(random.int(0, lines.length - 1), 1))
    case 3:
      return withLines(text, (lines) => {
        const donor = random.pick([text, random.pick(others)]).split('\n')
        lines.splice(random.int(0, lines.length), 0, random.pick(donor))
      })
    case 4:
      return withLines(text, (lines) => {
        const [line = ''] = lines.splice(random.int(0, lines.length - 1), 1)
        lines.splice(random.int(0, lines.length), 0, line)
      })
    case 5:
      return random.chance(0.1) ? mutate(text, others, random) : typed(text, others, random)
    default:
      return typed(text, others, random)
  }
}

function replaced(
  text: string,
  pattern: RegExp,
  random: Random,
  by: (found: readonly string[]) => string,
): string {
  const found = [...text.matchAll(pattern)]
  if (found.length === 0) return text
  const { index, 0: old } = random.pick(found)
  return text.slice(0, index) + by(found.map(([one]) => one)) + text.slice(index + old.length)
}

function withLines(text: string, change: (lines: string[]) => void): string {
  const lines = text.split('\n')
  change(lines)
  return lines.join('\n')
}

/** Some characters taken out, some put in their place. */
function typed(text: string, others: readonly string[], random: Random): string {
  const at = random.int(0, text.length)
  const to = at + (random.chance(0.5) ? 0 : random.int(0, random.chance(0.2) ? 80 : 3))
  const donor = random.pick([text, random.pick(others)])
  const from = random.int(0, donor.length)
  const length = random.chance(0.3) ? 0 : random.int(1, random.chance(0.2) ? 200 : 8)
  return text.slice(0, at) + donor.slice(from, from + length) + text.slice(to)
}
