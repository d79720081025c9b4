import type { Expr, Statement } from '../syntax/ast.ts'
import { type Checker, type Env, report, textAt } from './context.ts'
import { checkValue } from './expression.ts'
import { remembered } from './memory.ts'
import type { Plot, TypedExpr } from './typed.ts'

type PlotStatement = Extract<Statement, { kind: 'plot' }>

/** Every plot, a record field by field. */
export function checkPlots(
  checker: Checker,
  statements: readonly PlotStatement[],
  env: Env,
): readonly Plot[] {
  return statements.flatMap((statement) =>
    remembered(checker, env, { kind: 'plot', of: statement }, (own) =>
      checkPlot(own, statement, env),
    ),
  )
}

function checkPlot(checker: Checker, { items, pane }: PlotStatement, env: Env): readonly Plot[] {
  const plots: Plot[] = []
  const place = pane === undefined ? {} : { pane }
  for (const item of items) {
    const value = checkValue(checker, item.value, env)
    const label = item.label ?? textAt(checker, env, item.value.span)
    if (value.kind !== 'record') {
      checkPlotted(checker, env, value, item.value)
      plots.push({ label, ...place, value })
      continue
    }
    for (const [name, field] of value.fields) {
      checkPlotted(checker, env, field, item.value)
      plots.push({ label: `${label}.${name}`, ...place, value: field })
    }
  }
  return plots
}

/** A line needs numbers, and the chart draws what the market alone decides. */
export function checkPlotted(checker: Checker, env: Env, value: TypedExpr, { span }: Expr): void {
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
