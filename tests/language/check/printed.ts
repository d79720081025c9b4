import { clockText } from '../../../language/check/clocks.ts'
import { unreachable } from '../../../language/check/node.ts'
import type { TypedExpr, TypedProgram } from '../../../language/check/typed.ts'
import type { TypedTest } from '../../../language/check/typed-test.ts'
import { warmupText } from '../../../language/check/warmup.ts'

/** A typed program in a few lines: what elaboration made of the source. */
export function printed(program: TypedProgram): string {
  const lines = program.parameters.map(({ name, value, min, max, step, integer }) => {
    const range = min === undefined ? '' : ` in ${min}..${max}${step ? ` step ${step}` : ''}`
    return `param ${name} = ${value}${range}${integer ? ' whole' : ''}`
  })
  for (const { condition } of program.requires) lines.push(`require ${expressionText(condition)}`)
  for (const { name, expr } of program.definitions) lines.push(`${name} = ${expressionText(expr)}`)
  for (const rule of program.rules) {
    const { kind, side, when, gate, order, size, stop, target, expireBars, entries } = rule
    const { trailAfter, portion, oca, onFill } = rule
    lines.push(`${kind} ${side} at ${order.kind} from ${warmupText(gate)}`)
    lines.push(`  when ${expressionText(when)}`)
    if ('price' in order) lines.push(`  price ${expressionText(order.price)}`)
    if ('limit' in order) lines.push(`  limit ${expressionText(order.limit)}`)
    if (size !== undefined) lines.push(`  size ${size.kind} ${expressionText(size.value)}`)
    if (stop !== undefined) lines.push(`  stop ${expressionText(stop)}`)
    if (trailAfter !== undefined) lines.push(`  after ${expressionText(trailAfter)}`)
    if (portion !== undefined) lines.push(`  portion ${expressionText(portion)}`)
    if (oca !== undefined) lines.push(`  oca ${oca}${onFill ? ` ${onFill}` : ''}`)
    if (target !== undefined) lines.push(`  target ${expressionText(target)}`)
    if (expireBars !== undefined) lines.push(`  expire ${expressionText(expireBars)}`)
    if (kind === 'enter') lines.push(`  entries ${expressionText(entries)}`)
  }
  for (const { label, pane, value } of program.plots) {
    lines.push(`plot ${label}${pane ? ` in ${pane}` : ''} = ${expressionText(value)}`)
  }
  for (const test of program.tests) {
    const { prices, parameters, expectations } = test
    const bars = pricesText(prices)
    lines.push(`test ${test.title}: ${bars} ${JSON.stringify(parameters)}`)
    for (const { condition, at } of expectations) {
      lines.push(`  expect ${expressionText(condition)}${at === undefined ? '' : ` at ${at}`}`)
    }
  }
  return lines.join('\n')
}

function pricesText(prices: TypedTest['prices']): string {
  if (prices.kind === 'columns') return `${prices.columns.close.length} bars`
  return prices.kind === 'file' ? prices.path : 'of finer bars'
}

/** The core, written as calls and fully bracketed. */
export function expressionText(expr: TypedExpr): string {
  const of = expressionText
  switch (expr.kind) {
    case 'number':
    case 'bool':
      return String(expr.value)
    case 'parameter':
      return expr.parameter.name
    case 'stream':
    case 'account':
    case 'past':
      return expr.name
    case 'fill':
      return `fill.${expr.name}`
    case 'reference':
      return expr.definition.name
    case 'at':
      return `at(${of(expr.source)}, ${clockText(expr.clock)})`
    case 'arrived':
      return `arrived(${clockText(expr.clock)})`
    case 'ticks':
      return warmupText(expr.formula)
    case 'lag':
      return `lag(${of(expr.source)}, ${of(expr.ticks)})`
    case 'negate':
      return `-${of(expr.operand)}`
    case 'not':
      return `not ${of(expr.operand)}`
    case 'known':
      return `known(${of(expr.operand)})`
    case 'arithmetic':
    case 'compare':
      return `(${of(expr.left)} ${expr.op} ${of(expr.right)})`
    case 'and':
    case 'or':
      return `(${of(expr.left)} ${expr.kind} ${of(expr.right)})`
    case 'coalesce':
      return `(${of(expr.left)} ?? ${of(expr.right)})`
    case 'if':
      return `(if ${of(expr.condition)} then ${of(expr.whenTrue)} else ${of(expr.whenFalse)})`
    case 'call': {
      const inputs = expr.inputs.map(of).join(', ')
      const params = expr.params.map(of).join(', ')
      return `${expr.primitive}(${inputs}${params === '' ? '' : `; ${params}`})`
    }
    default:
      return unreachable(expr)
  }
}
