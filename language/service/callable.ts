import type { Builtins, Composition, PrimitiveSignature } from '../builtins.ts'
import { typeText } from '../check/describe.ts'
import { GENERATORS } from '../check/generators.ts'
import { compositionBinding } from '../check/inline.ts'
import { BASE_NAMES } from '../check/streams.ts'
import type { FunctionStatement } from '../syntax/ast.ts'
import type { Analysis } from './analyse.ts'
import { importedFunctions } from './imported.ts'

export interface CallableParameter {
  readonly name: string
  /** As a signature shows it: `length: int = 20`. */
  readonly label: string
  /** `int`, `bool`, `price` …; empty: any number stream. */
  readonly type: string
  /** A stream that may be left out. */
  readonly natural: boolean
  /** Has a default, or may be left out. */
  readonly optional: boolean
  /** What may be written for it: a default, or a likely value. */
  readonly sample: string
  /** Its bounds in words, where it has some. */
  readonly range: string
}

/** Something that can be called, as completion, hover and signature help show it. */
export interface Callable {
  readonly name: string
  /** The language has it, the library, or the program; or it makes the prices of a test. */
  readonly origin: 'language' | 'library' | 'program' | 'generator'
  readonly parameters: readonly CallableParameter[]
  /** Markdown. */
  readonly doc: string
  /** Where the formula is from. */
  readonly source?: string
  /** `oscillator`, `{upper, middle, lower}`; empty where the arguments decide. */
  readonly result: string
  /** The body of a function written in Strat, as written. */
  readonly text?: string
}

/** The function of this name that a call would mean. */
export function callableNamed(analysis: Analysis, name: string): Callable | undefined {
  const [prefix = '', plain] = name.split('.')
  if (plain !== undefined) {
    // `ta.sma` of another language is read as what it means.
    return externCallables(analysis, prefix).get(plain) ?? callableNamed(analysis, plain)
  }
  const own = analysis.table.symbols.find(
    (symbol) => symbol.name === name && symbol.kind === 'function',
  )
  if (own?.statement.kind === 'function') return ownCallable(own.statement, analysis.source)
  const imported = importedFunctions(analysis).get(name)
  if (imported !== undefined) return ownCallable(imported.fn, imported.source)
  const builtin = builtinCallables(analysis.builtins).get(name)
  return builtin ?? GENERATOR_CALLABLES.find((generator) => generator.name === name)
}

/** The functions of the extern library that stands under a name, by theirs. */
export function externCallables(
  { externs, table }: Pick<Analysis, 'externs' | 'table'>,
  prefix: string,
): ReadonlyMap<string, Callable> {
  const library = externs.find((one) => one.prefix === prefix)
  const hidden = table.symbols.some(({ name, within }) => name === prefix && within === undefined)
  if (library === undefined || hidden) return NONE
  return new Map(
    [...library.functions.values()].map(({ name, results }) => {
      const fields = results.flatMap(({ field }) => (field === undefined ? [] : [field]))
      const callable = primitiveCallable(results[0]!.signature)
      const result = fields.length === 0 ? callable.result : `{${fields.join(', ')}}`
      return [name, { ...callable, name: `${prefix}.${name}`, result }]
    }),
  )
}

const NONE: ReadonlyMap<string, Callable> = new Map()

const known = new WeakMap<Builtins, ReadonlyMap<string, Callable>>()

/** Every builtin by name, those of the language itself too. Read once a library. */
export function builtinCallables(builtins: Builtins): ReadonlyMap<string, Callable> {
  const found = known.get(builtins)
  if (found !== undefined) return found
  const all = [
    ...LANGUAGE,
    ...[...builtins.primitives.values()].map(primitiveCallable),
    ...[...builtins.compositions.values()].map((one) => compositionCallable(builtins, one)),
  ]
  const made = new Map(all.map((callable) => [callable.name, callable]))
  known.set(builtins, made)
  return made
}

/** `sma(x = close, length: int)` */
export function signatureOf({ name, parameters }: Callable): string {
  return `${name}(${parameters.map(({ label }) => label).join(', ')})`
}

/** A call with a likely value for each argument that one would write, as a template. */
export function callTemplate({ name, parameters }: Callable): string {
  // A source that may be left out is shown where it stands first, for one to see what it is.
  const written = parameters.filter(({ optional, natural }, i) => !optional || (natural && i === 0))
  return `${name}(${written.map(({ sample }) => `‹${sample}›`).join(', ')})`
}

// ── The language's own ─────────────────────────────────────────────────────────────────────────

const parameter = (name: string, sample: string): CallableParameter => ({
  name,
  label: name,
  type: '',
  natural: false,
  optional: false,
  sample,
  range: '',
})

const LANGUAGE: readonly Callable[] = [
  {
    name: 'prev',
    origin: 'language',
    parameters: [parameter('x', 'close'), parameter('first', 'close')],
    doc:
      'The value of `x` on the bar before, and `first` where there is none. It is the only way ' +
      'for a definition to refer to itself.',
    result: 'that of x',
  },
  {
    name: 'known',
    origin: 'language',
    parameters: [parameter('x', 'close')],
    doc: 'Whether `x` has a value on this bar.',
    result: 'bool',
  },
  {
    name: 'age',
    origin: 'language',
    parameters: [parameter('x', 'close @ 1w')],
    doc: 'How many bars ago the bar of the other clock came that `x` is read from.',
    result: 'bars',
  },
  {
    name: 'bars',
    origin: 'language',
    parameters: [{ ...parameter('time', '30m'), type: 'duration' }],
    doc: 'How many bars of the clock where it stands a length of time has, less than a day.',
    result: 'bars',
  },
  {
    name: 'bars_in',
    origin: 'language',
    parameters: [{ ...parameter('mode', 'regime'), type: 'mode' }],
    doc: 'How many bars the mode has been in its state, the bar of the transition included.',
    result: 'bars',
  },
]

/** What makes the prices of a test, and stands nowhere else. */
export const GENERATOR_CALLABLES: readonly Callable[] = [...GENERATORS.values()].map(
  ({ name, doc, arguments: formals }) => ({
    name,
    origin: 'generator',
    parameters: formals.map(({ name: formal, optional = false, sample, due }) => ({
      ...parameter(formal, sample),
      label: optional ? `${formal} = ${sample}` : formal,
      optional,
      range: due,
    })),
    doc,
    result: 'prices',
  }),
)

// ── Primitives ─────────────────────────────────────────────────────────────────────────────────

/** A window nobody would wonder at, within the bounds. */
const USUAL = 20

function primitiveCallable(primitive: PrimitiveSignature): Callable {
  const { name, doc, source, inputs, params } = primitive
  const shown = inputs.filter(({ hidden }) => hidden !== true)
  return {
    name,
    origin: 'library',
    parameters: [
      ...shown.map(({ name: input, type, natural }) => ({
        name: input,
        label: labelOf(input, type === 'bool' ? 'bool' : '', natural),
        type: type === 'bool' ? 'bool' : '',
        natural: natural !== undefined,
        optional: natural !== undefined,
        sample: natural ?? (type === 'bool' ? 'close > open' : 'close'),
        range: '',
      })),
      ...params.map(({ name: param, integer, min, max, value }) => ({
        name: param,
        label: labelOf(param, integer ? 'int' : '', value),
        type: integer ? 'int' : 'number',
        natural: false,
        optional: value !== undefined,
        sample: String(value ?? Math.min(Math.max(USUAL, min), max)),
        range: `${integer ? 'a whole number' : 'a number'} from ${min} to ${max}`,
      })),
    ],
    doc: unwrapped(doc),
    ...(source === undefined ? {} : { source: unwrapped(source) }),
    result: primitiveResult(primitive),
  }
}

function labelOf(name: string, type: string, value: string | number | undefined): string {
  return `${name}${type === '' ? '' : `: ${type}`}${value === undefined ? '' : ` = ${value}`}`
}

function primitiveResult({ result, inputs }: PrimitiveSignature): string {
  if ('bool' in result) return 'bool'
  if (result.unit === 'same') {
    const first = inputs.find(({ type }) => type === 'number')?.name ?? 'x'
    return result.weight === 0 ? `a distance, in the unit of ${first}` : `that of ${first}`
  }
  if (typeof result.unit === 'function') return ''
  return typeText({ kind: 'number', unit: result.unit, weight: result.weight === 0 ? 0 : 'any' })
}

// ── Functions written in Strat ─────────────────────────────────────────────────────────────────

function compositionCallable(builtins: Builtins, composition: Composition): Callable {
  const { fn } = compositionBinding(builtins, composition)
  return { ...ownCallable(fn, composition.source), name: composition.name, origin: 'library' }
}

function ownCallable(fn: FunctionStatement, source: string): Callable {
  let leading = true
  const parameters = fn.parameters.map(({ name, annotation, defaultValue }): CallableParameter => {
    const type = annotation?.text ?? ''
    const value = defaultValue && source.slice(defaultValue.span.start, defaultValue.span.end)
    leading &&= defaultValue?.kind === 'name' && BASE_NAMES.has(defaultValue.text)
    return {
      name: name.text,
      label: labelOf(name.text, type, value),
      type,
      natural: leading,
      optional: value !== undefined,
      sample: value ?? SAMPLES.get(type) ?? 'close',
      range: '',
    }
  })
  const { result } = fn
  const fields = result.kind === 'record' ? result.fields.map(({ name }) => name.text) : undefined
  return {
    name: fn.name.text,
    origin: 'program',
    parameters,
    doc: unwrapped(fn.doc),
    result: fields === undefined ? '' : `{${fields.join(', ')}}`,
    text: source.slice(fn.span.start, fn.span.end),
  }
}

const SAMPLES: ReadonlyMap<string, string> = new Map([
  ['int', String(USUAL)],
  ['bool', 'close > open'],
  ['ratio', '2%'],
  ['bars', '10 bars'],
  ['shares', '100'],
  ['money', '1000 USD'],
  ['oscillator', '50'],
  ['number', '2'],
])

/** Lines that were broken to fit a file, joined; empty lines stay. */
function unwrapped(text: string): string {
  return text.replaceAll(/(\S)\n(?=\S)/g, '$1 ')
}
