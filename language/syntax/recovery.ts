import {
  type CstParser,
  EarlyExitException,
  EOF,
  type IToken,
  NoViableAltException,
  type TokenType,
  tokenMatcher,
} from 'chevrotain'
import { ClauseHead, Loose } from './tokens.ts'

/**
 * The parts of Chevrotain's recovery that its types leave out (version 11). After an error it
 * skips to a token that some rule on the stack could go on with.
 */
interface Engine {
  buildFullFollowKeyStack(): readonly object[]
  getFollowSetFromFollowKey(key: object): readonly TokenType[]
  LA(distance: number): IToken
  SAVE_ERROR(error: Error): Error
  findReSyncTokenType(): TokenType
  attemptInRepetitionRecovery(): void
  raiseNoAltException(): never
  raiseEarlyExitException(): never
}

/** Categories that `stray` rules take; nearly everything belongs to one, so none is a landmark. */
const NO_LANDMARKS: ReadonlySet<TokenType> = new Set([Loose, ClauseHead])

/**
 * Makes a parser resume after an error at the nearest landmark of the innermost rule that has one
 * (Chevrotain asks the outermost rule first, where a `stray` would swallow anything). Recovery
 * inside repetitions is off: it recurses once an error, so a long list of errors would exhaust
 * the stack, and it reads parts of the text again and again. What could have come instead is not
 * worked out for each error: `complain` knows it from the rule.
 */
export function resumeAtLandmarks(parser: CstParser): void {
  const engine = parser as unknown as Engine
  for (const part of [
    'buildFullFollowKeyStack',
    'getFollowSetFromFollowKey',
    'findReSyncTokenType',
    'attemptInRepetitionRecovery',
    'raiseNoAltException',
    'raiseEarlyExitException',
  ] as const) {
    if (typeof engine[part] !== 'function') throw new Error(`Chevrotain changed: no ${part}`)
  }
  // While an error leaves rule after rule, the landmarks only become fewer, so the search goes on
  // where it stood.
  let from: unknown
  let distance = 1
  engine.attemptInRepetitionRecovery = () => {}
  engine.raiseNoAltException = () => {
    throw engine.SAVE_ERROR(new NoViableAltException('', engine.LA(1), engine.LA(0)))
  }
  engine.raiseEarlyExitException = () => {
    throw engine.SAVE_ERROR(new EarlyExitException('', engine.LA(1), engine.LA(0)))
  }
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
        const landmark = set.find((type) => !NO_LANDMARKS.has(type) && tokenMatcher(token, type))
        if (landmark !== undefined) return landmark
      }
    }
  }
}
