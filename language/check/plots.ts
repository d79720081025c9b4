import type { Statement } from '../syntax/ast.ts'
import { type Checker, type Env, report, textAt } from './context.ts'
import { checkValue } from './expression.ts'
import type { Plot, TypedExpr } from './typed.ts'

type PlotStatement = Extract<Statement, { kind: 'plot' }>

/** Every plot, a record field by field. */
export function checkPlots(
  checker: Checker,
  statements: readonly PlotStatement[],
  env: Env,
): readonly Plot[] {
  const plots: Plot[] = []
  for (const { items, pane } of statements) {
    const place = pane === undefined ? {} : { pane }
    for (const item of items) {
      const value = checkValue(checker, item.value, env)
      const label = item.label ?? textAt(checker, env, item.value.span)
      if (value.kind !== 'record') {
        checkPlotted(checker, env, value, item)
        plots.push({ label, ...place, value })
        continue
      }
      for (const [name, field] of value.fields) {
        checkPlotted(checker, env, field, item)
        plots.push({ label: `${label}.${name}`, ...place, value: field })
      }
    }
  }
  return plots
}

/** A line needs numbers, and the chart draws what the market alone decides. */
function checkPlotted(
  checker: Checker,
  env: Env,
  value: TypedExpr,
  item: PlotStatement['items'][number],
): void {
  const { span } = item.value
  const text = textAt(checker, env, span)
  if (value.type.kind === 'error') return
  if (value.type.kind !== 'number') {
    const replacement = `if ${text} then 1 else 0`
    const fix = { title: `Write ${replacement}`, span, replacement }
    const extra = value.type.kind === 'bool' ? { fix } : {}
    report(checker, env, 'plot-number', span, { text }, extra)
  } else if (value.color === 'account') {
    report(checker, env, 'not-yet', span, { what: 'plots of the account' })
  }
}
