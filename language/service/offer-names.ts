import { typeText } from '../check/describe.ts'
import { statesOf } from '../check/modes.ts'
import type { Value } from '../check/node.ts'
import { pastFields, pastType } from '../check/past.ts'
import { baseStream, DISTANCE } from '../check/streams.ts'
import type { Expr } from '../syntax/ast.ts'
import { spanOf } from '../syntax/slips.ts'
import type { Analysis } from './analyse.ts'
import { builtinTypes } from './builtin-types.ts'
import { callAt } from './call-at.ts'
import {
  builtinCallables,
  type Callable,
  callableNamed,
  callTemplate,
  externCallables,
  GENERATOR_CALLABLES,
  signatureOf,
} from './callable.ts'
import { type Offer, snippetOf } from './completion.ts'
import type { Code } from './cursor.ts'
import { bestSuitability, type Due, suitability } from './due.ts'
import { importedFunctions } from './imported.ts'
import { STREAMS } from './stream-table.ts'
import { symbolText, symbolValues } from './symbol-text.ts'
import type { ProgramSymbol } from './symbols.ts'
import { expressionsAt, statementAt, typeOfValue, valuesOf } from './types-at.ts'

/** Names of values that may stand where `due` is due: the program's own, streams, functions. */
export function offerNames(analysis: Analysis, cursor: Code, due: Due): readonly Offer[] {
  if (due.reads === 'nothing') return []
  if (due.reads === 'generators') return offerGenerators(analysis, cursor)
  return [
    ...analysis.table.symbols.flatMap((symbol) =>
      symbol.kind === 'function'
        ? offerFunction(analysis, cursor, due, symbol)
        : symbol.kind === 'mode'
          ? offerMode(cursor, due, symbol)
          : offerValue(analysis, cursor, due, symbol),
    ),
    ...offerImported(analysis, cursor, due),
    ...offerExterns(analysis, due),
    ...offerStreams(analysis, cursor, due),
    ...offerBuiltins(analysis, cursor, due),
  ]
}

// ── The program's own ──────────────────────────────────────────────────────────────────────────

const VALUES: ReadonlySet<ProgramSymbol['kind']> = new Set<ProgramSymbol['kind']>([
  'parameter',
  'definition',
  'argument',
  'local',
])

function offerValue(
  analysis: Analysis,
  cursor: Code,
  due: Due,
  symbol: ProgramSymbol,
): readonly Offer[] {
  const { kind, name, within } = symbol
  const statement = statementAt(analysis, cursor.word.start)
  if (!VALUES.has(kind) || (within !== undefined && within !== statement)) return []
  const values = symbolValues(analysis, symbol)
  const constant = kind === 'parameter' || kind === 'argument' || values.some(isConstant)
  if (due.reads === 'parameters' && !constant) return []
  if (due.reads === 'market' && values.some(isAccount)) return []
  // Of itself a definition may read only its past.
  const own = kind === 'definition' && symbol.statement === statement
  if (own && callAt(cursor.before)?.name !== 'prev') return []
  return [
    {
      label: name,
      kind: kind === 'parameter' || kind === 'argument' ? 'parameter' : 'definition',
      detail: symbolText(analysis, symbol),
      documentation: symbol.doc,
      snippet: name,
      rank: within === undefined && !own ? bestSuitability(values.map(typeOfValue), due) : 0,
    },
  ]
}

/** A mode is asked for its state, or how long it lasts. */
function offerMode({ before }: Code, due: Due, symbol: ProgramSymbol): readonly Offer[] {
  const { name, doc, statement } = symbol
  const bare = callAt(before)?.name === 'bars_in'
  const wanted = bare || due.type === undefined || due.type.kind === 'bool'
  if (!wanted || due.reads === 'parameters' || statement.kind !== 'mode') return []
  const states = statesOf(statement)
  const snippet = bare ? name : snippetOf(`${name} is ‹${states[0] ?? 'state'}›`)
  const detail = states.join(', ')
  return [{ label: name, kind: 'definition', detail, documentation: doc, snippet, rank: 0 }]
}

function isConstant(value: Value): boolean {
  return value.kind !== 'record' && value.color === 'constant' && value.type.kind !== 'error'
}

function isAccount(value: Value): boolean {
  return value.kind !== 'record' && value.color === 'account'
}

// ── Streams ────────────────────────────────────────────────────────────────────────────────────

function offerStreams(analysis: Analysis, cursor: Code, due: Due): readonly Offer[] {
  if (due.reads === 'parameters') return []
  // An exit mostly asks how the position fares.
  const exit = statementAt(analysis, cursor.word.start)?.kind === 'exit'
  return [...STREAMS].flatMap(([name, documentation]): readonly Offer[] => {
    const stream = streamHere(name, due)
    if (stream === undefined) return []
    const { type, color } = stream
    const label = name === 'last_trade_profit' ? 'last_trade.profit' : name
    const later = color === 'market' ? 0.1 : exit ? 0.2 : 0.4
    return [
      {
        label,
        kind: color === 'market' ? 'stream' : 'account',
        detail: typeText(type),
        documentation,
        snippet: label,
        rank: suitability(type, due) + (isAwaited(name, due) ? -0.1 : later),
      },
    ]
  })
}

/** What only a clause has, and what one mostly writes there. */
function isAwaited(name: string, { place }: Due): boolean {
  return place === 'clause' && (name === 'entry_price' || name === 'R')
}

/** A stream with its type, where it may be read. */
function streamHere(name: string, due: Due): ReturnType<typeof baseStream> {
  if (name === 'R') {
    const told = due.place !== 'order' && due.reads !== 'market'
    return told ? { type: DISTANCE, color: 'account' } : undefined
  }
  if (name === 'entry_price' && due.place === 'order') return undefined
  if ((name === 'entries' || name === 'exits') && due.place !== 'test') return undefined
  const past = pastType(name)
  if (past !== undefined) return due.place === 'test' ? { type: past, color: 'account' } : undefined
  const stream = baseStream(name)
  return due.reads === 'market' && stream?.color === 'account' ? undefined : stream
}

// ── Functions ──────────────────────────────────────────────────────────────────────────────────

function offerFunction(
  analysis: Analysis,
  cursor: Code,
  due: Due,
  symbol: ProgramSymbol,
): readonly Offer[] {
  const callable = callableNamed(analysis, symbol.name)
  // A function that calls itself never ends.
  const own = symbol.statement === statementAt(analysis, cursor.word.start)
  if (callable === undefined || own || due.reads === 'parameters') return []
  return [{ ...callableOffer(analysis, cursor, callable), kind: 'function', rank: 1 }]
}

/** Functions of the libraries that the program imports. */
function offerImported(analysis: Analysis, cursor: Code, due: Due): readonly Offer[] {
  if (due.reads === 'parameters') return []
  return [...importedFunctions(analysis).keys()].flatMap((name): readonly Offer[] => {
    const callable = callableNamed(analysis, name)
    if (callable === undefined) return []
    return [{ ...callableOffer(analysis, cursor, callable), kind: 'function', rank: 1 }]
  })
}

/** What stands before the dot of an extern library's functions. */
function offerExterns({ externs }: Analysis, due: Due): readonly Offer[] {
  if (due.reads === 'parameters') return []
  return externs.map(({ prefix, path, doc }) => ({
    label: prefix,
    kind: 'function',
    detail: `functions of "${path}"`,
    documentation: doc,
    snippet: `${prefix}.`,
    rank: 1,
  }))
}

function offerBuiltins(analysis: Analysis, cursor: Code, due: Due): readonly Offer[] {
  if (due.reads === 'parameters') return []
  const types = builtinTypes(analysis.builtins)
  const own = new Set(analysis.table.symbols.map(({ name }) => name))
  const callables = [...builtinCallables(analysis.builtins).values()]
  // A name of the program's hides the library's.
  return callables
    .filter(({ name }) => !own.has(name))
    .map((callable) => ({
      ...callableOffer(analysis, cursor, callable),
      kind: 'builtin',
      rank: bestSuitability(types.get(callable.name) ?? [], due) + 0.3,
    }))
}

/** The functions that make the prices of a test, each argument with its name. */
function offerGenerators(analysis: Analysis, cursor: Code): readonly Offer[] {
  return GENERATOR_CALLABLES.map((callable) => ({
    ...callableOffer(analysis, cursor, callable),
    kind: 'builtin',
    rank: 1,
  }))
}

function callableOffer(
  { source }: Analysis,
  { word }: Pick<Code, 'word'>,
  callable: Callable,
): Pick<Offer, 'label' | 'detail' | 'documentation' | 'snippet'> {
  const { name, doc, result } = callable
  const detail = `${signatureOf(callable)}${result === '' ? '' : ` → ${result}`}`
  // Where the brackets are there already, the name is all that is missing.
  const snippet = source[word.end] === '(' ? name : snippetOf(callTemplate(callable))
  return { label: name, detail, documentation: doc, snippet }
}

// ── Fields ─────────────────────────────────────────────────────────────────────────────────────

/** The fields of the record before the dot. */
export function offerFields(analysis: Analysis, { before, word }: Code): readonly Offer[] {
  const [object, dot] = before.slice(-2)
  if (object === undefined || dot === undefined) return []
  const { end } = spanOf(object)
  const profit = object.image === 'last_trade' ? [fieldOffer('profit', 'money')] : []
  const past = statementAt(analysis, word.start)?.kind === 'test' ? pastFields(object.image) : []
  if (profit.length + past.length > 0) {
    const more = past.map((name) =>
      fieldOffer(name, typeText(pastType(`${object.image}.${name}`)!)),
    )
    return [...profit, ...more]
  }
  const functions = [...externCallables(analysis, object.image)]
  if (functions.length > 0) {
    return functions.map(([label, callable]) => {
      const offer = callableOffer(analysis, { word }, callable)
      const snippet = offer.snippet.replace(`${object.image}.`, '')
      return { ...offer, label, snippet, kind: 'function', rank: 0 }
    })
  }
  const expr = expressionsAt(analysis, word.start).find(
    (one) => one.span.end === end && POSTFIX.has(one.kind),
  )
  return expr === undefined ? [] : fieldsOf(analysis, expr)
}

/** The fields that a pattern has not taken yet: `let {line, |} = macd(close)`. */
export function offerPatternFields(analysis: Analysis, { word }: Code): readonly Offer[] {
  const statement = statementAt(analysis, word.start)
  if (statement?.kind !== 'let' || statement.pattern.kind !== 'fields') return []
  const taken = statement.pattern.fields
    .filter(({ field }) => field.span.start !== word.start)
    .map(({ field }) => field.text)
  return fieldsOf(analysis, statement.value).filter(({ label }) => !taken.includes(label))
}

function fieldsOf(analysis: Analysis, expr: Expr): readonly Offer[] {
  const fields = new Map<string, string>()
  for (const value of valuesOf(analysis, expr)) {
    if (value.kind !== 'record') continue
    for (const [name, { type }] of value.fields) fields.set(name, typeText(type))
  }
  return [...fields].map(([name, detail]) => fieldOffer(name, detail))
}

const POSTFIX: ReadonlySet<Expr['kind']> = new Set<Expr['kind']>([
  'name',
  'call',
  'member',
  'index',
  'at',
  'record',
])

function fieldOffer(label: string, detail: string): Offer {
  return { label, kind: 'field', detail, documentation: '', snippet: label, rank: 0 }
}
