import { shifted } from '../check/decimal.ts'
import type { DurationUnit, Expr } from '../syntax/ast.ts'

/** What a literal means, in a sentence; undefined for other expressions. */
export function literalText(expr: Expr): string | undefined {
  switch (expr.kind) {
    case 'number':
      return numberText(expr)
    case 'money':
      return `An amount of money: ${expr.value} ${expr.currency}.`
    case 'duration':
      return `A length of time: ${expr.value} ${DURATIONS[expr.unit]}${expr.value === 1 ? '' : 's'}.`
    case 'time':
      return 'A time of day, at the exchange.'
    case 'date':
      return 'A date: the beginning of that day in UTC.'
    case 'bool':
      return expr.value ? 'A condition that is always true.' : 'A condition that is never true.'
    default:
      return undefined
  }
}

const DURATIONS: Readonly<Record<DurationUnit, string>> = {
  s: 'second',
  m: 'minute',
  h: 'hour',
  d: 'day',
  w: 'week',
  mo: 'month',
}

function numberText({ value, unit }: Extract<Expr, { kind: 'number' }>): string {
  switch (unit) {
    case '%':
      return `A ratio: \`${value}%\` is ${shifted(value, -2)}.`
    case 'R':
      return `${value} × the distance from the entry to the stop.`
    case 'bars':
      return 'A number of bars.'
    case '':
      return 'A number without a unit: it takes the unit that its use asks for.'
    default: {
      const never: never = unit
      throw new Error(`no unit: ${never}`)
    }
  }
}
