import { quoted, type Refused, refuse } from '../problem.ts'

/** The source's own words for why it sends nothing. */
export function sourceRefuses(title: string, words: string, fix: string): Refused {
  return refuse(0, 'file', `${title} answers ${quoted(words)}`, fix)
}

/** JSON of an answer, or why it is none. */
export function answerJson(title: string, body: string): { readonly value: unknown } | Refused {
  try {
    return { value: JSON.parse(body) as unknown }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    return sourceRefuses(title, body, 'Check the address and the key')
  }
}
