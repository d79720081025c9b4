import { render } from '../../language/render.ts'
import { CODES, type Explanation, explain, shownExample } from '../pipeline/explain.ts'
import { EXIT, type ExitCode } from './exit-code.ts'
import { paint } from './paint.ts'
import type { Terminal } from './terminal.ts'

/** `strat explain CODE`: what a message means, with an example; without a code all, a line each. */
export function explainCommand(
  code: string | undefined,
  flags: { readonly json?: true },
  terminal: Terminal,
): ExitCode {
  if (code === undefined) {
    terminal.out(flags.json === true ? json(CODES.map(explained)) : listing(terminal))
    return EXIT.ok
  }
  // People copy the code with the brackets it is shown in.
  const found = explain(code.replace(/^(?:error|warning)?\[|\]$/g, ''))
  if (!('code' in found)) {
    const did = found.meant === undefined ? '' : ` Did you mean ${found.meant}?`
    terminal.err(`There is no message ${code}.${did} strat explain lists all there are.\n`)
    return EXIT.usage
  }
  if (flags.json === true) terminal.out(json(explained(found.code)))
  else terminal.out(explanationText(found, terminal))
  return EXIT.ok
}

/** One of the list and of the JSON; very long examples are cut, as in the text. */
function explained(code: string): Explanation {
  const found = explain(code) as Explanation
  return { ...found, wrong: shownExample(found.wrong), right: shownExample(found.right) }
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`
}

function explanationText(found: Explanation, terminal: Terminal): string {
  const { code, severity, explanation, wrong, right, diagnostic } = found
  const { bad, faint } = paint(terminal.outColour)
  const shown = render(diagnostic, wrong, 'example.strat', { colour: terminal.outColour })
  return [
    `${severity === 'error' ? bad(severity) : severity}[${code}]`,
    wrapped(explanation, Math.min(terminal.columns, 100)),
    faint('Wrong:'),
    indented(shownExample(wrong)),
    indented(shown),
    faint('Right:'),
    indented(shownExample(right)),
    '',
  ].join('\n\n')
}

function listing(terminal: Terminal): string {
  const width = Math.max(...CODES.map((code) => code.length))
  const { bad, faint } = paint(terminal.outColour)
  const lines = CODES.map((code) => {
    const { severity, diagnostic } = explain(code) as Explanation
    const text = diagnostic.message.replace(/\s+/g, ' ')
    const room = Math.max(40, terminal.columns - width - 2)
    const shown = text.length > room ? `${text.slice(0, room - 1)}…` : text
    const painted = severity === 'error' ? bad(code) : code
    return `${painted}${' '.repeat(width - code.length)}  ${shown}`
  })
  return `${lines.join('\n')}\n${faint('strat explain CODE shows one with its example.')}\n`
}

function indented(text: string): string {
  return text.replace(/^(?=.)/gm, '    ')
}

/** Lines no longer than `columns`, broken at blanks. */
function wrapped(text: string, columns: number): string {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(/\s+/)) {
    if (line !== '' && line.length + 1 + word.length > columns) {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line].join('\n')
}
