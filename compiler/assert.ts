/** Our own mistake: stops at once, in production too. */
export class CompilerError extends Error {
  override readonly name = 'CompilerError'
}

/** For the default branch of an exhaustive `switch`. */
export function assertNever(value: never): never {
  throw new CompilerError(`not handled: ${JSON.stringify(value)}`)
}
