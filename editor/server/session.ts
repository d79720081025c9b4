import { randomBytes, timingSafeEqual } from 'node:crypto'

/** Who may use the server: whoever came once with the newest link's token. */
export interface Session {
  /** A token for a new link; the one before, if nobody used it, is void. */
  readonly newToken: () => string
  /** Uses up the token; `wait` after too many wrong ones. */
  readonly exchange: (token: string) => 'opened' | 'wrong' | 'wait'
  /** The secret that the browser keeps in its cookie. */
  readonly secret: string
  /** Whether this is the secret. */
  readonly isOpen: (secret: string | undefined) => boolean
}

const SECRET_BYTES = 32
const MOST_FAILURES = 10
const FAILURES_FORGOTTEN_MS = 60_000

/** A session that nobody has opened. `now` in ms. */
export function createSession(now: () => number = Date.now): Session {
  const secret = randomSecret()
  let token: string | undefined
  let failures: readonly number[] = []
  return {
    newToken: () => {
      token = randomSecret()
      return token
    },
    exchange: (given) => {
      failures = failures.filter((at) => now() - at < FAILURES_FORGOTTEN_MS)
      if (failures.length >= MOST_FAILURES) return 'wait'
      if (token !== undefined && isSame(given, token)) {
        token = undefined
        return 'opened'
      }
      failures = [...failures, now()]
      return 'wrong'
    },
    secret,
    isOpen: (given) => given !== undefined && isSame(given, secret),
  }
}

function randomSecret(): string {
  return randomBytes(SECRET_BYTES).toString('base64url')
}

/** Compares in a time that tells nothing. */
function isSame(given: string, wanted: string): boolean {
  const a = Buffer.from(given)
  const b = Buffer.from(wanted)
  return a.length === b.length && timingSafeEqual(a, b)
}
