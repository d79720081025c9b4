import type { Builtins } from '../../builtins.ts'
import { operands, ruleOperands } from '../operands.ts'
import type { Definition, Parameter, Rule, TypedExpr, TypedProgram } from '../typed.ts'
import { canBeFalse, canBeTrue } from './range.ts'
import type { Ranges } from './ranges.ts'
import { constantsOf, parametersOf } from './reads.ts'

/**
 * Parameters that are read and yet change no order, whatever their values: nothing that a rule
 * which may fire reads, and not when it first may. A `require`, a plot, a message and a test are
 * uses too.
 */
export function idleParameters(
  program: TypedProgram,
  firing: readonly Rule[],
  ranges: Ranges,
  builtins: Builtins,
): readonly Parameter[] {
  const { parameters, requires, plots, tests } = program
  const live = liveParameters(firing, ranges, builtins)
  const shown = parametersOf([
    ...requires.map(({ condition }) => condition),
    ...plots.map(({ value }) => value),
    ...tests.flatMap(({ expectations }) => expectations.map(({ condition }) => condition)),
    ...firing.flatMap(({ gate }) => constantsOf(gate)),
  ])
  return parameters.filter((parameter) => !live.has(parameter) && !shown.has(parameter))
}

function liveParameters(
  firing: readonly Rule[],
  ranges: Ranges,
  builtins: Builtins,
): ReadonlySet<Parameter> {
  const live = new Set<Parameter>()
  const seen = new Set<Definition>()
  const surely = certainty(builtins)
  const decides = (expr: TypedExpr): readonly TypedExpr[] => {
    const { low, high } = ranges.of(expr)
    // One value, and known: nothing in it matters.
    if (low === high && surely(expr)) return []
    if (expr.kind === 'if') {
      const { condition, whenTrue, whenFalse } = expr
      const which = ranges.of(condition)
      return [
        condition,
        ...(canBeTrue(which) ? [whenTrue] : []),
        ...(canBeFalse(which) ? [whenFalse] : []),
      ]
    }
    // One value wherever it is known, and what is always known does not decide where.
    const all = operands(expr)
    const isPlain = expr.kind === 'arithmetic' || expr.kind === 'compare'
    return low === high && isPlain ? all.filter((operand) => !surely(operand)) : all
  }
  const open = firing.flatMap(ruleOperands)
  for (let expr = open.pop(); expr !== undefined; expr = open.pop()) {
    if (expr.kind === 'parameter') live.add(expr.parameter)
    if (expr.kind === 'ticks') open.push(...constantsOf(expr.formula))
    if (expr.kind === 'reference' && !seen.has(expr.definition)) {
      seen.add(expr.definition)
      open.push(expr.definition.expr)
    }
    open.push(...decides(expr))
  }
  return live
}

/** Whether a value is known on every bar, for all parameters; in doubt not. */
function certainty({ primitives }: Builtins): (expr: TypedExpr) => boolean {
  const surely = (expr: TypedExpr): boolean => {
    switch (expr.kind) {
      case 'number':
      case 'bool':
      case 'parameter':
        return true
      case 'negate':
      case 'compare':
      case 'not':
      case 'and':
      case 'or':
      case 'if':
        return operands(expr).every(surely)
      case 'arithmetic':
        return expr.op !== '/' && operands(expr).every(surely)
      case 'call': {
        const { optional, state, window } = primitives.get(expr.primitive)!
        const isPure = !optional && state === undefined && window === undefined
        return isPure && operands(expr).every(surely)
      }
      default:
        return false
    }
  }
  return surely
}
