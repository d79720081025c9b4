import { existsSync } from 'node:fs'
import { plainText } from '../../runtime/report/words.ts'
import { readConfig } from './config/read-config.ts'
import { type Examined, examine } from './doctor-checks.ts'
import { EXIT, type ExitCode } from './exit-code.ts'
import { BUILT } from './package-folder.ts'
import { type Paint, paint } from './paint.ts'
import { progress } from './progress.ts'
import type { Terminal } from './terminal.ts'

export interface DoctorFlags {
  readonly json?: true
}

/** `strat doctor`: what is there, what is not, and what to do; 2 where something is broken. */
export async function doctorCommand(flags: DoctorFlags, terminal: Terminal): Promise<ExitCode> {
  const read = readConfig(process.env)
  const steps = progress(terminal)
  steps.step('Looking around')
  const examined: readonly Examined[] =
    read.kind === 'refused'
      ? read.problems.map((found) => ({ ...BROKEN_CONFIG, found }))
      : await examine({
          settings: read.settings,
          node: process.versions.node,
          pageBuilt: existsSync(new URL('web/index.html', BUILT)),
        })
  steps.done()
  const bad = examined.some(({ status }) => status === 'bad')
  if (flags.json === true) {
    terminal.out(`${JSON.stringify({ healthy: !bad, examined }, null, 2)}\n`)
  } else {
    const paints = paint(terminal.outColour)
    terminal.out(examined.map((one) => examinedText(one, paints)).join(''))
  }
  return bad ? EXIT.usage : EXIT.ok
}

const BROKEN_CONFIG = {
  name: 'Settings',
  status: 'bad',
  todo: 'Correct it and look again: the rest goes by it.',
} as const

const MARKS = { good: '✓', warning: '!', bad: '✗' } as const

function examinedText({ name, status, found, todo }: Examined, paints: Paint): string {
  const mark = status === 'bad' ? paints.bad(MARKS.bad) : paints.good(MARKS[status])
  const hint = todo === undefined ? '' : `            ${todo}\n`
  return `${mark} ${name.padEnd(9)} ${plainText(found)}\n${paints.faint(hint)}`
}
