import type { IToken } from 'chevrotain'
import * as T from '../syntax/tokens.ts'

/** The call whose brackets are open after some tokens. */
export interface OpenCall {
  /** With what stands before a dot: `ti.rsi`. */
  readonly name: string
  /** Commas before, at the call's own level. */
  readonly index: number
  /** The name before a colon, where the argument under way has one. */
  readonly label?: string
  /** Names already given to arguments. */
  readonly given: readonly string[]
  /** Where its name begins. */
  readonly start: number
}

/** The innermost call that is open after these tokens. */
export function callAt(tokens: readonly IToken[]): OpenCall | undefined {
  let depth = 0
  let index = 0
  let label: string | undefined
  let given: string[] = []
  for (let i = tokens.length - 1; i >= 0; i--) {
    const { tokenType } = tokens[i]!
    const before = tokens[i - 1]
    if (CLOSING.has(tokenType)) depth++
    else if (OPENING.has(tokenType) && depth > 0) depth--
    else if (tokenType === T.LParen && isCallee(before, tokens[i - 2])) {
      const named = label === undefined ? {} : { label }
      const head = tokens[i - 2]?.tokenType === T.Dot ? tokens[i - 3] : undefined
      const name = isName(head) ? `${head.image}.${before.image}` : before.image
      return { name, index, given, start: (head ?? before).startOffset, ...named }
    } else if (OPENING.has(tokenType)) {
      // A plain bracket, an index, a record: the call is further out.
      index = 0
      given = []
      label = undefined
    } else if (depth === 0 && tokenType === T.Comma) index++
    else if (depth === 0 && tokenType === T.Colon && before !== undefined) {
      if (index === 0) label = before.image
      given.push(before.image)
    }
  }
  return undefined
}

const OPENING: ReadonlySet<unknown> = new Set([T.LParen, T.LSquare, T.LCurly])
const CLOSING: ReadonlySet<unknown> = new Set([T.RParen, T.RSquare, T.RCurly])

/** A name, but for the one that `fn` gives. */
function isCallee(token: IToken | undefined, before: IToken | undefined): token is IToken {
  return before?.tokenType !== T.Fn && isName(token)
}

function isName(token: IToken | undefined): token is IToken {
  return token?.tokenType.CATEGORIES?.includes(T.Identifier) ?? false
}
