import { CONFIG_FILE, readConfig } from './config/read-config.ts'
import { EXIT, type ExitCode } from './exit-code.ts'
import { paint } from './paint.ts'
import type { Terminal } from './terminal.ts'

/** `strat config`: every setting, its value and where that comes from. */
export function configCommand(flags: { readonly json?: true }, terminal: Terminal): ExitCode {
  const read = readConfig(process.env)
  if (read.kind === 'refused') {
    terminal.err(read.problems.map((problem) => `${problem}\n`).join(''))
    return EXIT.usage
  }
  const { settings } = read
  if (flags.json === true) {
    const values = settings.map(({ setting, value, from, place }) => [
      setting.key,
      { value: value ?? null, from, place },
    ])
    terminal.out(`${JSON.stringify(Object.fromEntries(values), null, 2)}\n`)
    return EXIT.ok
  }
  const paints = paint(terminal.outColour)
  const rows = settings.map(({ setting, value, place }) => [
    setting.key,
    value === undefined ? '–' : String(value),
    value === undefined ? 'not set' : place,
  ])
  const widths = [0, 1].map((at) => Math.max(...rows.map((row) => row[at]!.length)))
  for (const [index, [key = '', value = '', place = '']] of rows.entries()) {
    const { environment, doc } = settings[index]!.setting
    terminal.out(`${key.padEnd(widths[0]!)}  ${value.padEnd(widths[1]!)}  ${place}\n`)
    terminal.out(paints.faint(`${' '.repeat(widths[0]!)}  ${doc}; ${environment}\n`))
  }
  terminal.out(
    `\nFlags of a command go before the environment, that before ${CONFIG_FILE}, that before defaults.\n`,
  )
  return EXIT.ok
}
