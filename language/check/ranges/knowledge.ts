import type { Builtins } from '../../builtins.ts'
import type { TypedProgram } from '../typed.ts'
import type { Premises } from './premises.ts'
import { type Ranges, settledRanges } from './ranges.ts'
import { type Identity, identities } from './same.ts'

/** What is known of a whole program's streams. */
export interface Knowledge {
  readonly ranges: Ranges
  readonly identity: Identity
}

/** Works it out, in time in proportion to the program. */
export function knowledgeOf(
  { definitions }: TypedProgram,
  builtins: Builtins,
  prices: Premises['prices'],
  account: Premises['account'],
): Knowledge {
  const ranges = settledRanges(builtins, { prices, account }, definitions)
  return { ranges, identity: identities(definitions) }
}
