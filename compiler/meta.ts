import { clockMs } from '../language/check/clocks.ts'
import type { Clock, Parameter, Rule, TypedProgram } from '../language/check/typed.ts'
import type { Type, Unit } from '../language/types.ts'
import type { ClockMeta, ModuleMeta, ParameterMeta, RuleMeta } from '../stdlib/module.ts'

/** What only the maker of a module knows about it. */
export interface MetaDetails {
  readonly sourceHash: string
  readonly everyBar: boolean
  /** By rule. */
  readonly frozenSlots: readonly number[]
}

/** What a module tells of itself, in an order of keys that never changes. */
export function moduleMeta(
  program: TypedProgram,
  source: string,
  details: MetaDetails,
): ModuleMeta {
  const { timeframe, session, sessionStreams, currencies, clocks, instrument } = program
  const { costs, risk } = program
  return {
    title: program.title,
    timeframe: `${timeframe.value}${timeframe.unit}`,
    ...(session && { session }),
    ...(sessionStreams.length > 0 && { sessionStreams }),
    ...(currencies.length > 0 && { currencies }),
    ...(clocks.length > 0 && { clocks: clocks.map((clock) => clockMeta(clock, program)) }),
    ...(instrument && { instrument }),
    parameters: program.parameters.map(parameterMeta),
    rules: program.rules.map((rule) =>
      ruleMeta(rule, lineOf(source, rule.span.start), details.frozenSlots[rule.index] ?? 3),
    ),
    plots: program.plots.map(({ label, pane, hidden }) => ({
      label,
      ...(pane !== undefined && { pane }),
      ...(hidden && { hidden }),
    })),
    ...(program.fills.length > 0 && { fills: program.fills }),
    ...(costs && { costs }),
    ...(risk && { risk }),
    everyBar: details.everyBar,
    sourceHash: details.sourceHash,
  }
}

function clockMeta({ parent, symbol, timeframe }: Clock, program: TypedProgram): ClockMeta {
  const text = `${timeframe.value}${timeframe.unit}`
  const finer = clockMs(timeframe) < clockMs(program.timeframe)
  const other = { ...(symbol !== undefined && { symbol }), timeframe: text }
  return { parent, ...other, ...(finer && { finer }) }
}

function parameterMeta(parameter: Parameter): ParameterMeta {
  const { name, doc, value, min, max, step, integer } = parameter
  return {
    name,
    doc,
    value,
    ...(min !== undefined && { min }),
    ...(max !== undefined && { max }),
    ...(step !== undefined && { step }),
    integer,
    unit: unitName(parameter.type),
  }
}

function unitName(type: Type): ParameterMeta['unit'] {
  if (type.kind === 'duration') return 'duration'
  return type.kind === 'number' ? numberUnitName(type.unit) : 'number'
}

function numberUnitName(unit: Unit): ParameterMeta['unit'] {
  if (unit.kind === 'bare') return 'number'
  if (unit.tag !== 'none') return unit.tag
  if (unit.money === 1 && unit.shares === -1) return 'price'
  if (unit.money === 1 && unit.shares === 0) return 'money'
  return unit.money === 0 && unit.shares === 1 ? 'shares' : 'number'
}

function ruleMeta(rule: Rule, line: number, frozenSlots: number): RuleMeta {
  const { index, kind, side, tag, size, text } = rule
  return {
    index,
    kind,
    side,
    ...(tag !== undefined && { tag }),
    ...(rule.today && { today: rule.today }),
    ...(rule.message && { message: rule.message }),
    order: rule.order.kind,
    ...(size && { size: size.kind }),
    hasStop: rule.stop !== undefined,
    trails: rule.trails,
    waitsToTrail: rule.trailAfter !== undefined,
    hasTarget: rule.target !== undefined,
    ...(rule.bySession && { bySession: rule.bySession }),
    ...(rule.goodTill && { goodTill: rule.goodTill }),
    ...(rule.immediacy !== undefined && { immediacy: rule.immediacy }),
    ...(rule.oca !== undefined && { oca: rule.oca }),
    ...(rule.onFill && { onFill: rule.onFill }),
    frozenSlots,
    text,
    line,
  }
}

function lineOf(source: string, offset: number): number {
  return source.slice(0, offset).split('\n').length
}
