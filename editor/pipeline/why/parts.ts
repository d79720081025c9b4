import type { Interpreted } from '../../../compiler/interpret/interpret.ts'
import { operands } from '../../../language/check/operands.ts'
import type { Definition, TypedExpr } from '../../../language/check/typed.ts'
import type { Span } from '../../../language/diagnostic.ts'
import type { Type } from '../../../language/types.ts'
import { parameterText } from '../../../runtime/report/words.ts'

/** A piece of an expression, what it came to, and what that came from. */
export interface Part {
  /** As written. */
  readonly text: string
  /** What stands behind a name, as written. */
  readonly defined?: string
  /** Null: unknown. Ratios are fractions, durations milliseconds. */
  readonly value: number | boolean | null
  /** The value as a person writes it: `12.5`, `2%`, `true`, `unknown`; what a fill decides `waits for the fill`. */
  readonly shown: string
  /** Bars before the one asked about at which it was looked at. */
  readonly back: number
  readonly of: readonly Part[]
}

/** More than anybody reads of one condition; a strategy that a machine wrote may have more. */
const MOST_PARTS = 200

/** What a program's expressions came to at one bar. */
export interface Asked {
  readonly source: string
  readonly run: Interpreted
  readonly bar: number
}

/** An expression at the bar asked about, down to the bars. */
export function partOf(asked: Asked, expr: TypedExpr): Part {
  return new Walk(asked).part(expr, asked.bar)
}

/** One condition's walk: no definition is opened within itself, and none twice at one bar. */
class Walk {
  readonly #asked: Asked
  readonly #open = new Set<Definition>()
  readonly #told = new Set<string>()
  #parts = 0

  constructor(asked: Asked) {
    this.#asked = asked
  }

  part(expr: TypedExpr, tick: number): Part {
    this.#parts++
    const { run, bar } = this.#asked
    // What never changes has no bar of its own.
    const at = expr.color === 'constant' ? bar : tick
    const found = run.value(expr, at)
    const value = typeof found === 'number' && Number.isNaN(found) ? null : found
    const text = this.#textOf(expr)
    const defined = this.#definedBy(expr, text)
    const parts: Part[] = []
    for (const [child, inner] of this.#inner(expr, at)) {
      this.#collect(child, inner, { kind: expr.kind, span: expr.span, text, defined }, parts)
    }
    const back = bar - at
    const waits = expr.color === 'fill' && value === null
    const shown = waits ? 'waits for the fill' : valueText(value, expr.type)
    return { text, ...(defined === undefined ? {} : { defined }), value, shown, back, of: parts }
  }

  /** Adds a piece, or, where it is not written apart from the one it is in, what it is made of. */
  #collect(child: TypedExpr, tick: number, within: Within, parts: Part[]): void {
    if (tick < 0 || this.#parts > MOST_PARTS || isPlain(child)) return
    const text = this.#textOf(child)
    if (!isLeaf(child) && isPartOf(child, text, within)) {
      const inner =
        child.kind === 'lag'
          ? [[child.source, this.#before(child, tick)] as const]
          : this.#inner(child, tick)
      for (const [next, at] of inner) this.#collect(next, at, within, parts)
      return
    }
    const part = this.part(child, tick)
    if (parts.some((other) => other.text === text && other.back === part.back)) return
    const key = `${text} ${part.back}`
    parts.push(this.#told.has(key) ? { ...part, of: [] } : part)
    this.#told.add(key)
  }

  /** Operands with the ticks at which they count; behind a name, those of what it stands for. */
  *#inner(expr: TypedExpr, tick: number): Generator<readonly [TypedExpr, number]> {
    if (expr.kind === 'lag') {
      // `close[1]` is the close of a bar before: one value, told once.
      if (!isLeaf(expr.source)) yield* this.#inner(expr.source, this.#before(expr, tick))
      yield [expr.ticks, tick]
      return
    }
    // Another clock has its own ticks: what an `@` gave is told, and not from what.
    if (expr.kind === 'at') return
    if (expr.kind !== 'reference') {
      for (const operand of operands(expr)) yield [operand, tick]
      return
    }
    const { definition } = expr
    if (this.#open.has(definition)) return
    this.#open.add(definition)
    const { expr: behind } = definition
    if (isLeaf(behind) || behind.kind === 'reference') yield [behind, tick]
    else yield* this.#inner(behind, tick)
    this.#open.delete(definition)
  }

  #before({ ticks }: TypedExpr & { readonly kind: 'lag' }, tick: number): number {
    return tick - (this.#asked.run.value(ticks, 0) as number)
  }

  #definedBy(expr: TypedExpr, text: string): string | undefined {
    if (expr.kind !== 'reference' || !expr.definition.visible) return undefined
    const defined = this.#textOf(expr.definition.expr)
    return defined === text ? undefined : defined
  }

  #textOf(expr: TypedExpr): string {
    // Of what sugar and library wrote, the span is the call's: a leaf has a name of its own.
    if (expr.kind === 'stream' || expr.kind === 'account' || expr.kind === 'past') return expr.name
    if (expr.kind === 'fill') return expr.name
    if (expr.kind === 'parameter') return expr.parameter.name
    return balanced(this.#asked.source, expr.span)
  }
}

/** The piece that others are found in. */
interface Within {
  readonly kind: TypedExpr['kind']
  readonly span: Span
  readonly text: string
  readonly defined: string | undefined
}

/** Written in one with it: sugar, a library's inside, the next link of a chain of `and`. */
function isPartOf(child: TypedExpr, text: string, within: Within): boolean {
  if (sameSpan(child.span, within.span)) return true
  if (text === within.text || text === within.defined) return true
  if (child.kind !== within.kind || (child.kind !== 'and' && child.kind !== 'or')) return false
  // A crossing is an `and` of its own, and no link.
  return !sameSpan(child.left.span, child.span)
}

function sameSpan(a: Span, b: Span): boolean {
  return a.start === b.start && a.end === b.end
}

/** The text under a span, with the brackets around it that it has only one side of. */
function balanced(source: string, { start, end }: Span): string {
  let [first, last] = [start, end]
  let open = 0
  for (let at = start; at < end; at++) {
    if (source[at] === '(') open++
    if (source[at] !== ')') continue
    if (open > 0) open--
    else first = source.lastIndexOf('(', first - 1)
  }
  for (; open > 0 && last >= 0; open--) last = source.indexOf(')', last) + 1
  return source.slice(Math.max(0, first), last).replace(/\s+/g, ' ').trim()
}

/** What a reader sees in its text already. */
function isPlain({ kind, color }: TypedExpr): boolean {
  return kind === 'number' || kind === 'bool' || (color === 'constant' && kind !== 'parameter')
}

function isLeaf({ kind }: TypedExpr): boolean {
  return ['stream', 'account', 'past', 'fill', 'parameter'].includes(kind)
}

/** Seven digits: more than anybody compares by eye, fewer than noise. */
const DIGITS = 7

/** A value as the language writes it; a ratio as a number and in per cent. */
export function valueText(value: number | boolean | null, type: Type): string {
  if (value === null) return 'unknown'
  if (typeof value === 'boolean') return String(value)
  const rounded = Number(value.toPrecision(DIGITS))
  if (type.kind === 'duration') return parameterText({ unit: 'duration' }, rounded)
  if (type.kind !== 'number' || type.unit.kind === 'bare') return String(rounded)
  const { tag } = type.unit
  if (tag === 'bars') return rounded === 1 ? '1 bar' : `${rounded} bars`
  return tag === 'ratio' ? `${rounded} (${Number((value * 100).toPrecision(3))}%)` : `${rounded}`
}
