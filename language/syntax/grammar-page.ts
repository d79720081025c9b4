import {
  Alternation,
  Alternative,
  type IProduction,
  NonTerminal,
  Option,
  Repetition,
  RepetitionMandatory,
  RepetitionMandatoryWithSeparator,
  RepetitionWithSeparator,
  type Rule,
  Terminal,
  type TokenType,
} from 'chevrotain'
import { Grammar } from './grammar-statements.ts'
import { GRAMMAR_OPTIONS } from './section.ts'

/** Rules that only catch what stands nowhere: they describe no text that is right. */
const CATCHES = /^stray/

const COLUMNS = 108

/** The page of the grammar, as the parser itself holds it, in EBNF. */
export function grammarPage(): string {
  const all = Object.values(new Grammar(GRAMMAR_OPTIONS).getGAstProductions()).filter(
    ({ name }) => !CATCHES.test(name),
  )
  // From the whole to its parts.
  const first = all.findIndex(({ name }) => name === 'program')
  const rules = [...all.slice(first), ...all.slice(0, first)]
  const width = Math.max(...rules.map(({ name }) => name.length))
  const lines = rules.map((rule) => wrapped(`${rule.name.padEnd(width)} = `, definition(rule)))
  return `# The grammar of Strat

Generated from the parser by \`npm run generate\`. Words in quotes stand as they are; \`[ ]\` is optional, \`{ }\`
any number of times, \`|\` one or the other. How tightly operators bind, what words may be names and what
a number may carry is in the [manual](../tests/language/specs/2-streams.md).

\`\`\`text
${lines.join('\n')}
\`\`\`
`
}

function definition({ definition: parts }: Rule): string {
  const [only] = parts
  if (parts.length === 1 && only instanceof Alternation) return alternatives(only).join(' | ')
  return sequence(parts)
}

function alternatives({ definition: ways }: Alternation): readonly string[] {
  return [...new Set(ways.map(text))].filter((way) => way !== '')
}

function sequence(parts: readonly IProduction[]): string {
  return parts
    .map(text)
    .filter((part) => part !== '')
    .join(' ')
}

function text(part: IProduction): string {
  if (part instanceof NonTerminal)
    return CATCHES.test(part.nonTerminalName) ? '' : part.nonTerminalName
  if (part instanceof Terminal) return word(part.terminalType)
  if (part instanceof Alternative) return sequence(part.definition)
  if (part instanceof Alternation) {
    const ways = alternatives(part)
    return ways.length > 1 ? `( ${ways.join(' | ')} )` : (ways[0] ?? '')
  }
  if (part instanceof Option) return enclosed('[', part.definition, ']')
  if (part instanceof Repetition) return enclosed('{', part.definition, '}')
  if (part instanceof RepetitionMandatory) {
    const inner = sequence(part.definition)
    return inner === '' ? '' : `${inner} { ${inner} }`
  }
  if (part instanceof RepetitionWithSeparator) {
    const inner = sequence(part.definition)
    return `[ ${inner} { ${word(part.separator)} ${inner} } ]`
  }
  if (part instanceof RepetitionMandatoryWithSeparator) {
    const inner = sequence(part.definition)
    return `${inner} { ${word(part.separator)} ${inner} }`
  }
  throw new Error('a piece of the grammar that has no line of its own')
}

function enclosed(open: string, parts: readonly IProduction[], close: string): string {
  const inner = sequence(parts)
  return inner === '' ? '' : `${open} ${inner} ${close}`
}

/** A word or sign as it is written, in quotes; what has many spellings by its name. */
function word({ LABEL, name }: TokenType): string {
  const written = /^`(.+)`$/.exec(LABEL ?? '')?.[1]
  return written === undefined ? name.toUpperCase() : `"${written}"`
}

/** A definition over several lines, none too long, each below the first's beginning. */
function wrapped(head: string, body: string): string {
  const lines: string[] = []
  let line = head
  for (const part of body.split(' ')) {
    if (line.length + part.length > COLUMNS && line.trim() !== '') {
      lines.push(line.trimEnd())
      line = ' '.repeat(head.length)
    }
    line += `${part} `
  }
  return [...lines, line.trimEnd()].join('\n')
}
