import type { Interpreted } from '../../../compiler/interpret/interpret.ts'
import type { Value } from '../../../compiler/interpret/logic.ts'
import { clockText } from '../../../language/check/clocks.ts'
import { operands } from '../../../language/check/operands.ts'
import type { Clock, Definition, TypedExpr } from '../../../language/check/typed.ts'
import type { Span } from '../../../language/diagnostic.ts'
import type { Type } from '../../../language/types.ts'
import { parameterText } from '../../../runtime/report/words.ts'
import type { Bars, SampledBars } from '../../../stdlib/bars.ts'

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
  /** Bars of its clock before the one asked about, or seen from there. */
  readonly back: number
  /** Of what is inside an `@`: the other clock's bar at which it was looked at. */
  readonly on?: ClockBar
  /** Of the finer bars that `highest(high @ 1m)` takes together: which; `value` is how many. */
  readonly over?: ClockBars
  readonly of: readonly Part[]
}

/** A bar of another timeframe, of another instrument, or both. */
export interface ClockBar {
  /** Absent: the strategy's own instrument. */
  readonly symbol?: string
  readonly timeframe: string
  /** Start of the bar, ms UTC; null: none is complete yet. */
  readonly time: number | null
}

/** Bars in a row; null where there are none. */
export interface ClockBars extends Omit<ClockBar, 'time'> {
  /** Start of the first, ms UTC. */
  readonly from: number | null
  /** Start of the last. */
  readonly to: number | null
}

/** More than anybody reads of one condition; a strategy that a machine wrote may have more. */
const MOST_PARTS = 200

/** What a program's expressions came to at one bar. */
export interface Asked {
  readonly source: string
  readonly run: Interpreted
  readonly bars: Bars
  readonly bar: number
}

/** An expression at the bar asked about, down to the bars. */
export function partOf(asked: Asked, expr: TypedExpr): Part {
  return new Walk(asked).part(expr, { tick: asked.bar, from: asked.bar })
}

/** Where a piece is looked at: a tick of a clock, the strategy's own where none is named. */
interface Place {
  readonly clock?: Clock
  readonly tick: number
  /** The one asked about, or that was seen from there; before the first: -1. */
  readonly from: number
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

  part(expr: TypedExpr, around: Place): Part {
    this.#parts++
    const place = this.#placeOf(expr, around)
    const found = this.#value(expr, place)
    const value = typeof found === 'number' && Number.isNaN(found) ? null : found
    const text = this.#textOf(expr)
    const defined = this.#definedBy(expr, text)
    const on = this.#barOf(place)
    const within = { kind: expr.kind, span: expr.span, text, defined }
    const parts = new Map<string, Part>()
    // Before the first bar there is nothing to be made of.
    const made = place.tick < 0 ? [] : this.#inner(expr, place)
    for (const [child, inner] of made) this.#collect(child, inner, within, parts)
    const waits = expr.color === 'fill' && value === null
    return {
      text,
      ...(defined !== undefined && { defined }),
      value,
      shown: waits ? 'waits for the fill' : valueText(value, expr.type),
      back: place.from - place.tick,
      ...(on !== undefined && { on }),
      of: [...parts.values()],
    }
  }

  /** Adds a piece, or, where it is not written apart from the one it is in, what it is made of. */
  #collect(child: TypedExpr, around: Place, within: Within, parts: Map<string, Part>): void {
    if (this.#parts > MOST_PARTS || isPlain(child)) return
    const text = this.#textOf(child)
    const taken = child.kind === 'at' && this.#taken(child.clock, text, around)
    if (taken) {
      parts.set(text, taken)
      return
    }
    if (!isLeaf(child) && isPartOf(child, text, within)) {
      const inner: Iterable<readonly [TypedExpr, Place]> =
        child.kind === 'lag'
          ? [[child.source, this.#before(child, around)]]
          : this.#inner(child, around)
      for (const [next, place] of inner) this.#collect(next, place, within, parts)
      return
    }
    const { clock, tick } = this.#placeOf(child, around)
    const key = `${text} ${clock?.index} ${tick}`
    if (parts.has(key)) return
    const part = this.part(child, around)
    parts.set(key, this.#told.has(key) ? { ...part, of: [] } : part)
    this.#told.add(key)
  }

  /** Operands with the places at which they count; behind a name, those of what it stands for. */
  *#inner(expr: TypedExpr, place: Place): Generator<readonly [TypedExpr, Place]> {
    if (expr.kind === 'lag') {
      // `close[1]` is the close of a bar before: one value, told once.
      if (!isLeaf(expr.source)) yield* this.#inner(expr.source, this.#before(expr, place))
      yield [expr.ticks, place]
      return
    }
    if (expr.kind === 'at') {
      yield [expr.source, this.#seen(expr.clock, place)]
      return
    }
    if (expr.kind !== 'reference') {
      // What takes finer bars together is an `if` of theirs (see `aggregates.ts`).
      const own = expr.kind === 'if' && this.#isFiner(expr.whenTrue) ? [expr.whenTrue] : undefined
      for (const operand of own ?? operands(expr)) yield [operand, place]
      return
    }
    const { definition } = expr
    if (this.#open.has(definition)) return
    this.#open.add(definition)
    const { expr: behind } = definition
    if (isLeaf(behind) || behind.kind === 'reference') yield [behind, place]
    else yield* this.#inner(behind, place)
    this.#open.delete(definition)
  }

  /** The finer bars that lie within a bar; undefined of a clock that is not finer. */
  #taken(clock: Clock, text: string, { tick }: Place): Part | undefined {
    const { bars, visible } = sampledOn(this.#asked, clock)
    const within = bars.sessions?.within
    if (within === undefined) return undefined
    const last = visible[tick]! - 1
    const value = last >= (visible[tick - 1] ?? 0) ? within[last]! + 1 : 0
    const [from, to] = value === 0 ? [null, null] : [bars.time[last - value + 1]!, bars.time[last]!]
    const over = { ...seriesOf(clock), from, to }
    return { text, value, shown: value === 1 ? '1 bar' : `${value} bars`, back: 0, over, of: [] }
  }

  #isFiner(expr: TypedExpr): boolean {
    return (
      expr.kind === 'at' && sampledOn(this.#asked, expr.clock).bars.sessions?.within !== undefined
    )
  }

  #value(expr: TypedExpr, { clock, tick }: Place): Value {
    return this.#asked.run.on(clock?.index ?? 0)(expr, tick)
  }

  /** What never changes has no bar of its own. */
  #placeOf({ color }: TypedExpr, place: Place): Place {
    const { bar } = this.#asked
    return color === 'constant' ? { tick: bar, from: bar } : place
  }

  #before({ ticks }: TypedExpr & { readonly kind: 'lag' }, place: Place): Place {
    return { ...place, tick: place.tick - (this.#value(ticks, place) as number) }
  }

  /** The bar of another clock that is seen from a place. */
  #seen(clock: Clock, { tick }: Place): Place {
    const seen = (sampledOn(this.#asked, clock).visible[tick] ?? 0) - 1
    return { clock, tick: seen, from: seen }
  }

  #barOf({ clock, tick }: Place): ClockBar | undefined {
    if (clock === undefined) return undefined
    return { ...seriesOf(clock), time: sampledOn(this.#asked, clock).bars.time[tick] ?? null }
  }

  #definedBy(expr: TypedExpr, text: string): string | undefined {
    if (expr.kind !== 'reference') return undefined
    // On another clock a name's definition is one made for there.
    if (!expr.definition.visible && expr.definition.name !== text) return undefined
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

/** A clock's bars. */
export function sampledOn({ bars }: Asked, { index }: Clock): SampledBars {
  return bars.clocks![index - 1]!
}

/** A clock's instrument, where it is another, and timeframe. */
export function seriesOf({ symbol, timeframe }: Clock): Omit<ClockBar, 'time'> {
  return { ...(symbol !== undefined && { symbol }), timeframe: clockText({ timeframe }) }
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
