import type { IToken } from 'chevrotain'
import * as T from '../syntax/tokens.ts'

/** A word that is put in at an offset and covers nothing of the text. */
export function wordAt(image: string, startOffset: number): IToken {
  const endOffset = startOffset - 1
  return { image, startOffset, endOffset, tokenType: T.Name, tokenTypeIdx: T.Name.tokenTypeIdx! }
}
