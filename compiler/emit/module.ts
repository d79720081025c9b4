import type { TypedProgram } from '../../language/check/typed.ts'
import type { ModuleMeta } from '../../stdlib/module.ts'
import { bindText, constantsText } from './bind.ts'
import type { Plan } from './frame.ts'
import { constantText } from './memory.ts'
import { hasExterns } from './replay.ts'
import { block } from './statements.ts'
import { annotation, code, type Dialect, dataText, type Line } from './text.ts'

/** The last line of every module; `load` puts a `return` in its place. */
export const EXPORT_LINE = 'export { meta, broken, bind }'

/** A whole module, line by line: the same lines in both dialects, types at the end. */
export function moduleText(
  program: TypedProgram,
  plan: Plan,
  meta: ModuleMeta,
  dialect: Dialect,
): readonly Line[] {
  return [
    ...code('// Compiled from a Strat strategy; its hash is in `meta`. Do not edit.'),
    ...code(`const meta${annotation(dialect, 'Meta')} = ${dataText(meta)}`),
    ...helpers(dialect),
    ...brokenText(program, plan, dialect),
    ...bindText(plan, dialect),
    ...(dialect.typed ? code(DECLARATIONS) : []),
    ...(dialect.typed && hasExterns(plan.graph) ? code(EXTERN_DECLARATION) : []),
    ...code(EXPORT_LINE),
  ]
}

function helpers(dialect: Dialect): readonly Line[] {
  const number = annotation(dialect, 'number')
  const column = annotation(dialect, 'Column')
  const generic = dialect.typed ? '<Column extends Float64Array | Int32Array>' : ''
  return [
    // A whole number out of an array of doubles is a double to the engine until it is told.
    ...block(`function whole(value${number})${number}`, [
      ...code('const small = value | 0'),
      ...code('return small === value && small !== 0 ? small : value'),
    ]),
    ...block(`function powerOfTwo(atLeast${number})${number}`, [
      ...code('let size = 1'),
      ...code('while (size < atLeast) size *= 2'),
      ...code('return size'),
    ]),
    ...block(`function longer${generic}(old${column}, fresh${column})${column}`, [
      ...code('fresh.set(old)'),
      ...code('return fresh'),
    ]),
  ]
}

/** `broken(parameters, math)`: what each `require` that is not known true says. */
function brokenText(program: TypedProgram, plan: Plan, dialect: Dialect): readonly Line[] {
  const { requires } = plan.graph
  const parameters = [
    `parameters${annotation(dialect, 'Float64Array')}`,
    `math${annotation(dialect, 'DeterministicMath')}`,
  ].join(', ')
  return block(`function broken(${parameters})${annotation(dialect, 'string[]')}`, [
    ...constantsText(plan, dialect, requires),
    ...code(`const messages${annotation(dialect, 'string[]')} = []`),
    ...requires.flatMap((id, at) => {
      const { text, span } = program.requires[at]!
      return code(`if (!${constantText(plan, id)}) messages.push(${dataText(text)})`, span)
    }),
    ...code('return messages'),
  ])
}

/** What the annotations name: the module stands alone. */
const DECLARATIONS = `type Meta = Readonly<Record<string, unknown>>
interface Bars {
  time: Float64Array
  open: Float64Array
  high: Float64Array
  low: Float64Array
  close: Float64Array
  volume: Float64Array
  sessions?: Record<string, Float64Array>
  clocks?: { bars: Bars; visible: Int32Array }[]
}
interface DeterministicMath {
  exp(x: number): number
  log(x: number): number
  pow(x: number, y: number): number
  sin(x: number): number
  cos(x: number): number
  atan(x: number): number
  sortedInsert(list: Float64Array, slot: number, value: number): void
  sortedRemove(list: Float64Array, value: number): void
  sortedAt(list: Float64Array, rank: number): number
  sortedBelow(list: Float64Array, value: number): number
  sortedUpTo(list: Float64Array, value: number): number
}
interface Account {
  position: number
  cash: number
  equity: number
  entry_price: number
  last_entry_price: number
  bars_in_trade: number
  open_profit: number
  R: number
  R_in_money: number
  drawdown: number
  day_profit: number
  day_loss: number
  trades_today: number
  last_trade_profit: number
  losses_in_a_row: number
  entries: number
  exits: number
}
interface Bound {
  signals: Int32Array
  readonly plots: readonly Float64Array[]
  readonly gates: readonly number[]
  readonly entries: readonly number[]
  readonly expireBars: readonly number[]
  readonly portions: readonly number[]
  readonly memory: Float64Array
  levels: readonly (Float64Array | undefined)[]
  reserve(capacity: number): void
  advance(from: number, to: number): void
  advancePlots(from: number, to: number): void
  decide(i: number, account: Account): number
  freeze(rule: number, i: number, account: Account, out: Float64Array, at: number): void
  stop(rule: number, frozen: Float64Array, at: number, entryPrice: number): number
  after(rule: number, frozen: Float64Array, at: number, entryPrice: number, r: number): number
  target(rule: number, frozen: Float64Array, at: number, entryPrice: number, r: number): number
}`

const EXTERN_DECLARATION = `interface Extern {
  warmup(...params: number[]): number
  start(...params: number[]): (...inputs: number[]) => number
}`
