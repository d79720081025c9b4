/**
 * Where a command reads its surroundings and writes its words. Commands get one as an argument and
 * touch no global, so that tests run them in process.
 */
export interface Terminal {
  /** The answer: tables, JSON, diagnostics of `check`. */
  readonly out: (text: string) => void
  /** Everything said along the way: progress, mistakes, hints. */
  readonly err: (text: string) => void
  readonly outColour: boolean
  readonly errColour: boolean
  /** Somebody watches `err`: a line may be drawn and wiped again. */
  readonly watched: boolean
  /** Characters in a line of `out`. */
  readonly columns: number
  /** Show the stack of our own mistakes. */
  readonly debug: boolean
  /**
   * Calls once when somebody wants the command to end (Ctrl-C, SIGTERM); a second time ends the
   * process at once. Returns what takes the call back.
   */
  readonly onStop: (stop: () => void) => () => void
  /** All that comes in, as text. */
  readonly input: () => Promise<string>
  /** Calls with every line that somebody enters. Returns what takes the call back. */
  readonly onEnter: (entered: () => void) => () => void
}

/** The terminal of this process, honouring `NO_COLOR`, `FORCE_COLOR`, `TERM` and pipes. */
export function processTerminal(): Terminal {
  const { stdout, stderr, env } = process
  return {
    out: (text) => void stdout.write(text),
    err: (text) => void stderr.write(text),
    outColour: coloured(stdout.isTTY, env),
    errColour: coloured(stderr.isTTY, env),
    watched: stderr.isTTY === true && env.TERM !== 'dumb' && env.CI === undefined,
    columns: stdout.columns ?? 100,
    debug: env.STRAT_DEBUG === '1',
    onStop,
    input,
    onEnter,
  }
}

async function input(): Promise<string> {
  let text = ''
  for await (const part of process.stdin.setEncoding('utf8')) text += part
  return text
}

function onEnter(entered: () => void): () => void {
  const { stdin } = process
  stdin.on('data', entered)
  return () => {
    stdin.off('data', entered)
    stdin.pause()
  }
}

function onStop(stop: () => void): () => void {
  const forget = (): void => {
    process.off('SIGINT', called)
    process.off('SIGTERM', called)
  }
  const called = (): void => {
    forget()
    stop()
  }
  process.on('SIGINT', called)
  process.on('SIGTERM', called)
  return forget
}

function coloured(isTerminal: boolean | undefined, env: NodeJS.ProcessEnv): boolean {
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== '') return false
  if (env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== '0') return true
  return isTerminal === true && env.TERM !== 'dumb'
}
