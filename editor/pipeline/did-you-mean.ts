import { nearest } from '../../language/nearest.ts'

/** A suggestion behind a word that is none of these, or nothing. */
export function didYouMean(word: string, words: readonly string[]): string {
  const one = nearest(word, words)
  return one === undefined ? '' : ` Did you mean ${one}?`
}
