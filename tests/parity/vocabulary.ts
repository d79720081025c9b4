import type { InputSpec, ParamSpec, PrimitiveSignature } from '../../language/builtins.ts'
import {
  BARE,
  BARS,
  MONEY,
  OSCILLATOR,
  PRICE,
  RATIO,
  SHARES,
  type Type,
  type Unit,
  type Weight,
} from '../../language/types.ts'
import type { Kind } from './node.ts'

/** One way to call a builtin: kinds in, kind out. */
export interface Word {
  /** What is written before the parenthesis. */
  readonly name: string
  readonly inputs: readonly Kind[]
  readonly params: readonly ParamSpec[]
  readonly result: Kind
  /** Its first inputs may be left out: `rsi(14)`. */
  readonly natural: boolean
  /** `.upper` where the call gives a record, else empty. */
  readonly field: string
  /** What must be imported for it. It reads no account. */
  readonly from?: string
  /** Whether its counts may have a unit. */
  readonly counts: 'any' | 'bare'
}

const NUMBERS: readonly Kind[] = [
  'level',
  'distance',
  'ratio',
  'oscillator',
  'shares',
  'money',
  'bars',
  'number',
]

const UNITS: ReadonlyMap<Kind, Unit> = new Map<Kind, Unit>([
  ['level', PRICE],
  ['distance', PRICE],
  ['price', PRICE],
  ['ratio', RATIO],
  ['oscillator', OSCILLATOR],
  ['shares', SHARES],
  ['money', MONEY],
  ['bars', BARS],
  ['number', BARE],
])

/** Kinds of the streams that a call may leave out. */
const NATURAL: Readonly<Record<string, Kind>> = {
  open: 'level',
  high: 'level',
  low: 'level',
  close: 'level',
  volume: 'shares',
}

/** Every well-typed way to call the primitives, made from their signatures alone. */
export function wordsOf(primitives: Iterable<PrimitiveSignature>): Word[] {
  const words: Word[] = []
  for (const signature of primitives) {
    const visible = signature.inputs.filter((input) => input.hidden !== true)
    const { name, params } = signature
    for (const inputs of choices(visible)) {
      const result = resultOf(signature, visible, inputs)
      const natural =
        params.length > 0 && visible.every((input, k) => NATURAL[input.natural ?? ''] === inputs[k])
      words.push({ name, inputs, params, result, natural, field: '', counts: 'any' })
    }
  }
  return words
}

/** Kinds for the written inputs; all that are free of a unit get the same kind. */
function choices(inputs: readonly InputSpec[]): readonly (readonly Kind[])[] {
  const free = inputs.some((input) => input.type === 'number' && input.unit === undefined)
  return (free ? NUMBERS : (['number'] as const)).map((shared) =>
    inputs.map((input) => (input.type === 'bool' ? 'bool' : kindOf(input.unit, shared))),
  )
}

function kindOf(unit: Unit | undefined, shared: Kind): Kind {
  if (unit === undefined) return shared
  for (const [kind, known] of UNITS) if (sameUnit(unit, known)) return kind
  return shared
}

function resultOf(
  signature: PrimitiveSignature,
  visible: readonly InputSpec[],
  kinds: readonly Kind[],
): Kind {
  const rule = signature.result
  if ('bool' in rule) return 'bool'
  const units = signature.inputs.map((input) => {
    const at = visible.indexOf(input)
    const kind = at < 0 ? undefined : kinds[at]
    return (kind === undefined ? input.unit : UNITS.get(kind)) ?? PRICE
  })
  const first = kinds.find((kind) => kind !== 'bool')
  const own: Weight = first === 'level' ? 1 : first === 'distance' ? 0 : 'any'
  const unit =
    rule.unit === 'same'
      ? (UNITS.get(first ?? 'level') ?? BARE)
      : typeof rule.unit === 'function'
        ? rule.unit(units)
        : rule.unit
  return kindOfNumber(unit, rule.weight === 'same' ? own : rule.weight)
}

/** The generator's name for a type of the checker's. */
export function kindOfType(type: Type): Kind | undefined {
  if (type.kind === 'bool') return 'bool'
  return type.kind === 'number' ? kindOfNumber(type.unit, type.weight) : undefined
}

function kindOfNumber(unit: Unit, weight: Weight): Kind {
  if (sameUnit(unit, PRICE)) return weight === 1 ? 'level' : weight === 0 ? 'distance' : 'price'
  if (sameUnit(unit, OSCILLATOR) && weight === 0) return 'other'
  for (const [kind, known] of UNITS) if (sameUnit(unit, known)) return kind
  return 'other'
}

function sameUnit(a: Unit, b: Unit): boolean {
  if (a.kind === 'bare' || b.kind === 'bare') return a.kind === b.kind
  return a.money === b.money && a.shares === b.shares && a.tag === b.tag
}
