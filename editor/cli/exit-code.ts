/** What the shell and a CI are told. Written out in every command's help. */
export const EXIT = {
  ok: 0,
  /** The strategy has mistakes or another layout, or a test, an audit, a locked run differs. */
  mistakes: 1,
  /** A wrong option; a file, prices, a gateway or an account that cannot be used. */
  usage: 2,
  /** Our own mistake (sysexits' EX_SOFTWARE). */
  ours: 70,
} as const

export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

export const EXIT_CODES_HELP = `
Exit codes:
  0   done
  1   the strategy has mistakes or is not formatted, one of its tests fails, or an audit or a
      locked run does not come out equal
  2   a wrong option, or a file, gateway or account that cannot be used
  70  a mistake of ours
`
