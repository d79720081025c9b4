/**
 * A single slip in a program that is right gives one message, and always a tree: a table of the
 * slips that people make, each tried at every place of every example: the strategies that come with
 * the project, those that the language was designed with, and the programs of the manual.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { format } from '../../language/format/format.ts'
import type { Program } from '../../language/syntax/ast.ts'
import { parse } from '../../language/syntax/parse.ts'
import { ROOT } from '../command/strat.ts'
import { checkSource, mended } from './check/checked.ts'
import { blocksOf } from './specs/blocks.ts'
import { DESIGNS, type Example, STRATEGIES } from './syntax/examples.ts'

const MANUAL = `${ROOT}tests/language/specs/`
const CHAPTERS = readdirSync(MANUAL).filter((name) => name.endsWith('.md'))
const BLOCKS = CHAPTERS.flatMap((name) =>
  blocksOf(readFileSync(MANUAL + name, 'utf8')).map(({ line, source }) => ({
    name: `${name}, line ${line}`,
    source,
  })),
)
const EXAMPLES = [...STRATEGIES, ...DESIGNS]
const isRight = ({ source }: Example) => checkSource(source).diagnostics.length === 0
const RIGHT = EXAMPLES.filter(isRight)

/** What is written wrongly, where, and what stands there then. */
type Slip = readonly [name: string, where: RegExp, becomes: string]

const SLIPS: readonly Slip[] = [
  ['a statement with a slip', /^exit\b/gm, 'exti'],
  ['another statement', /^plot\b/gm, 'plto'],
  ['a clause with a slip', /^ {2}target\b/gm, '  tagret'],
  ['a function with a slip', /\bsma\(/g, 'sam('],
  ['a stream with a slip', /(?<=^(?:let|enter|exit|plot) .*[( ])close(?=[ ),])/gm, 'clsoe'],
  ['no `when`', /(?<=^(?:enter|exit) .*)\bwhen /gm, ''],
  ['no size', /^ {2}size .*\n/gm, ''],
  ['no closing bracket', /(?<=^(?:let|enter|exit) .*)\)$/gm, ''],
  ['no closing quote', /(?<="[^"\n]*)"$/gm, ''],
  ['no header', /^strategy "[^"]*"\n/gm, ''],
  ['no timeframe', /^timeframe .*\n/gm, ''],
  ['no value', /(?<=^let \w+ *= ).*$/gm, ''],
  ['no per cent sign', /(?<=size \d+)%(?= of equity)/g, ''],
  ['a stop on the wrong side', /(?<=stop entry_price )-/g, '+'],
  ['a comparison turned round', / >= /g, ' => '],
  ['one sign for equal', /(?<=^(?:let|enter|exit) .*) == (?=\d)/gm, ' = '],
  ['`&&` for `and`', /(?<=^(?:let|enter|exit) .*) and /gm, ' && '],
  ['`||` for `or`', /(?<=^(?:let|enter|exit) .*) or /gm, ' || '],
  ['a day with a slip', /(?<=^timeframe )1d$/gm, '1day'],
  ['a price against an oscillator', /(?<=\s)close(?= > )/g, 'rsi(14)'],
  ['a range turned round', /(?<=^param .* in )(\d+)\.\.(\d+)/gm, '$2..$1'],
  ['a statement twice', /^(timeframe .*)$/gm, '$1\n$1'],
  ['a definition twice', /^(let \w+ *=.*)$/gm, '$1\n$1'],
  ['a misspelled `enter`', /^enter\b/gm, 'entre'],
  ['a misspelled `let`', /^let\b/gm, 'lte'],
  ['a misspelled `param`', /^param\b/gm, 'parma'],
  ['a misspelled `mode`', /^mode\b/gm, 'moed'],
  ['a misspelled `timeframe`', /^timeframe\b/gm, 'timefarme'],
  ['a misspelled `test`', /^test\b/gm, 'tets'],
  ['a misspelled `costs`', /^costs\b/gm, 'csots'],
  ['a misspelled `risk`', /^risk\b/gm, 'rsik'],
  ['a misspelled `size`', /^ {2}size\b/gm, '  szie'],
  ['a misspelled `stop`', /^ {2}stop\b/gm, '  sotp'],
  ['a misspelled `expire`', /^ {2}expire\b/gm, '  exipre'],
  ['a misspelled `expect`', /^ {2}expect\b/gm, '  expetc'],
  ['a misspelled `when`', /(?<=^(?:enter|exit) .*)\bwhen\b/gm, 'wehn'],
  ['a misspelled `crosses`', /(?<=^(?:let|enter|exit) .*)\bcrosses\b/gm, 'croses'],
  ['a misspelled `long`', /(?<=^(?:enter|exit) )long\b/gm, 'lnog'],
  ['a misspelled definition', /(?<=^let )\w+(?= *=)/gm, 'mispelt_$&'],
  ['a misspelled parameter', /(?<=^param )\w+/gm, 'mispelt_$&'],
  ['no opening bracket', /(?<=^(?:let|exit|enter) [^(\n]*\b[a-z]\w*)\((?=\w)/gm, ' '],
  ['no comma', /(?<=\w\([^()\n]*), (?=[^()\n]*\))/g, ' '],
  ['no comma around a call', /(?<=^(?:let|enter|exit) .*\w\(.*), (?=.*\))/gm, ' '],
  ['no opening brace', /(?<=^(?:risk|costs|test|mode|fn)\b[^{\n]*) \{$/gm, ''],
  ['no braces', /^((?:risk|costs|test|mode|fn)\b[^{\n]*) \{\n((?: .*\n|\n)*)\}\n/gm, '$1\n$2'],
  ['no comma between prices', /(?<=^ {2}(?:open|high|low|close|volume)\b.*[\d)]), /gm, ' '],
  ['no opening bracket within a call', /(?<=^(?:let|exit|enter) .*\(.*\b[a-z]\w*)\((?=\w)/gm, ' '],
  ['a bar of the future', /(?<=\w)\[1\]/g, '[-1]'],
]

/** The text with one slip, by turns at every place that it fits. */
function slipped(source: string, where: RegExp, becomes: string): readonly string[] {
  return [...source.matchAll(where)].map(({ index, ...found }) => {
    const written = becomes
      .replace('$&', found[0]!)
      .replace(/\$(\d)/g, (_, group: string) => found[Number(group)] ?? '')
    return source.slice(0, index) + written + source.slice(index + found[0]!.length)
  })
}

/** Slips that show what was left out: the fix puts it back. */
const SURE: readonly string[] = [
  ...['no comma', 'no comma around a call', 'no comma between prices', 'no opening brace'],
  'no braces',
  'no opening bracket within a call',
]

describe.each(RIGHT)('$name', ({ source }) => {
  test.each(SLIPS.filter(([name]) => SURE.includes(name)))('%s: mended', (_, where, becomes) => {
    for (const text of slipped(source, where, becomes)) {
      const [diagnostic] = checkSource(text).diagnostics
      expect(mended(text, diagnostic!).replace(/\s/g, '')).toBe(source.replace(/\s/g, ''))
    }
  })

  test.each(SLIPS)('%s: one message', (_, where, becomes) => {
    for (const text of slipped(source, where, becomes)) {
      expect(
        checkSource(text).diagnostics.map(({ code, message }) => `${code}: ${message}`),
        text,
      ).toHaveLength(1)
    }
  })
})

test('every slip is tried somewhere', () => {
  const idle = SLIPS.filter(([, where]) => !RIGHT.some(({ source }) => source.match(where)))
  expect(idle.map(([name]) => name)).toEqual([])
})

describe.each([...EXAMPLES, ...BLOCKS])('$name', ({ source }) => {
  test('every beginning of it is a tree', () => {
    for (let end = 0; end < source.length; end++) {
      expect(Array.isArray(parse(source.slice(0, end)).tree.statements)).toBe(true)
    }
  })

  test('printed and read again it is the same tree', () => {
    const printed = format(source.replace(/ +\/\/ .*$/gm, '').replace(/\n +/g, ' '))
    if (printed.kind === 'broken') throw new Error('an example that is no strategy')
    expect(unplaced(parse(printed.text).tree)).toEqual(unplaced(parse(source).tree))
  })
})

test('ten thousand brackets are a message', () => {
  const source = `strategy "Deep"\ntimeframe 1d\nlet x = ${'('.repeat(10_000)}1${')'.repeat(10_000)}\n`
  expect(checkSource(source).diagnostics.map(({ code }) => code)).toEqual(['too-deep'])
})

/** A tree without its places. */
function unplaced(tree: Program): unknown {
  return JSON.parse(JSON.stringify(tree, (key, value) => (key === 'span' ? undefined : value)))
}
