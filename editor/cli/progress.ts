import type { Terminal } from './terminal.ts'

/** Tells what is being done, on one line of a watched terminal; nothing is left of it. */
export interface Progress {
  /** A step begins; it takes the place of the one before. */
  readonly step: (text: string) => void
  readonly done: () => void
}

/**
 * Progress for steps that block this thread: each is told before it begins, for afterwards is too
 * late. Pipes and logs see nothing of it.
 */
export function progress(terminal: Terminal): Progress {
  const wipe = '\r\u001b[2K'
  const say = (text: string) => {
    if (terminal.watched) terminal.err(text)
  }
  return {
    step: (text) => say(`${wipe}${text}…`),
    done: () => say(wipe),
  }
}
