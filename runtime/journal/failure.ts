/**
 * What the world can do to a journal. `full`: nothing was written, what was there is whole, and
 * writing may be tried again: no entries meanwhile, cancels need no journal. `broken`: the disk
 * failed, nothing may be believed durable any more. `damaged`: what is stored is not what was
 * written. `locked`: another runtime writes it. `unreadable`: it is not there, or not a journal.
 */
export type JournalFailureKind = 'full' | 'broken' | 'damaged' | 'locked' | 'unreadable'

/** Thrown by everything that touches a journal; the message is for a person. */
export class JournalFailure extends Error {
  override readonly name = 'JournalFailure'
  readonly kind: JournalFailureKind
  /** 1-based line of the first bad record, where the failure has a place. */
  readonly line: number | undefined

  constructor(kind: JournalFailureKind, message: string, line?: number) {
    super(message)
    this.kind = kind
    this.line = line
  }
}

/** The system's code of an error: 'ENOSPC', 'ENOENT'. */
export function systemCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}
