import { lex } from '../../../language/syntax/lex.ts'
import type { Random } from '../../parity/random.ts'

/** A text with the same words, and other gaps between them. */
export function scatter(source: string, gapOf: (random: Random) => string, random: Random): string {
  const { tokens } = lex(source, () => {})
  let end = 0
  const parts = tokens.map(({ image, startOffset }, i) => {
    const glued = i > 0 && startOffset === end
    end = startOffset + image.length
    return (glued && random.chance(0.5) ? '' : gapOf(random)) + image
  })
  return parts.join('') + gapOf(random)
}

/** A blank, or what is as good as one. */
export function oneGap(random: Random): string {
  return random.pick([' ', ' ', ' ', '\n', '\t', '\r\n', '\n    '])
}

/** Blanks, empty lines and comments in any mixture. */
export function anyGap(random: Random): string {
  let gap = random.pick([' ', '', '  ', '\n'])
  for (let k = random.chance(0.15) ? random.int(1, 3) : 0; k > 0; k--) {
    const slashes = random.pick(['//', '// ', '///', '/// '])
    const break_ = random.pick(['\n', '\r\n', '\r', '\n\n', '\n\n\n  '])
    gap += `${random.pick(['', ' ', '\n', '\n\n  '])}${slashes}note ${random.int(0, 99)} ${break_}`
  }
  return gap === '' ? ' ' : gap
}
