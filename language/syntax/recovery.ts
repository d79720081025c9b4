import { type CstParser, EOF, type TokenType, tokenMatcher } from 'chevrotain'
import { ClauseHead, Loose } from './tokens.ts'

/**
 * The parts of Chevrotain's recovery that its types leave out (version 11). After an error it
 * skips to a token that some rule on the stack could go on with.
 */
interface Engine {
  buildFullFollowKeyStack(): readonly object[]
  getFollowSetFromFollowKey(key: object): readonly TokenType[]
  LA(distance: number): { readonly tokenType: TokenType; readonly tokenTypeIdx: number }
  findReSyncTokenType(): TokenType
  attemptInRepetitionRecovery(): void
}

/** Categories that `stray` rules take; nearly everything belongs to one, so none is a landmark. */
const NO_LANDMARKS: ReadonlySet<TokenType> = new Set([Loose, ClauseHead])

/**
 * Makes a parser resume after an error at the nearest landmark of the innermost rule that has one
 * (Chevrotain asks the outermost rule first, where a `stray` would swallow anything). Recovery
 * inside repetitions is off: it recurses once an error, so a long list of errors would exhaust
 * the stack, and it reads parts of the text again and again.
 */
export function resumeAtLandmarks(parser: CstParser): void {
  const engine = parser as unknown as Engine
  for (const part of [
    'buildFullFollowKeyStack',
    'getFollowSetFromFollowKey',
    'findReSyncTokenType',
    'attemptInRepetitionRecovery',
  ] as const) {
    if (typeof engine[part] !== 'function') throw new Error(`Chevrotain changed: no ${part}`)
  }
  // While an error leaves rule after rule, the landmarks only become fewer, so the search goes on
  // where it stood.
  let from: unknown
  let distance = 1
  engine.attemptInRepetitionRecovery = () => {}
  engine.findReSyncTokenType = () => {
    const sets = new Set<readonly TokenType[]>()
    const keys = engine.buildFullFollowKeyStack()
    for (let i = keys.length - 1; i >= 0; i--) sets.add(engine.getFollowSetFromFollowKey(keys[i]!))
    const start = engine.LA(1)
    if (start !== from) distance = 1
    from = start
    for (; ; distance++) {
      const token = engine.LA(distance)
      if (token.tokenType === EOF) return EOF
      for (const set of sets) {
        const landmark = set.find(
          (type) => !NO_LANDMARKS.has(type) && tokenMatcher(token as never, type),
        )
        if (landmark !== undefined) return landmark
      }
    }
  }
}
