import { firstFormal } from '../check/arguments.ts'
import type { Span } from '../diagnostic.ts'
import type { Analysis } from './analyse.ts'
import { callAt, type OpenCall } from './call-at.ts'
import { type Callable, callableNamed, signatureOf } from './callable.ts'
import { cursorAt } from './cursor.ts'
import { expressionsAt, valuesOf } from './types-at.ts'

/** The call that an offset is in the brackets of. */
export interface SignatureHelp {
  /** `sma(x = close, length: int)` */
  readonly label: string
  /** Markdown. */
  readonly documentation: string
  readonly parameters: readonly {
    /** Where in the label it stands. */
    readonly span: Span
    readonly documentation: string
  }[]
  /** Index of the parameter being written; absent where there are no more. */
  readonly active?: number
}

/** What the call around an offset takes, and which of it is being written. Never throws. */
export function signatureHelp(analysis: Analysis, offset: number): SignatureHelp | undefined {
  const cursor = cursorAt(analysis.source, offset)
  if (cursor.kind !== 'code') return undefined
  const call = callAt(cursor.before)
  const callable = call && callableNamed(analysis, call.name)
  if (call === undefined || callable === undefined) return undefined
  const label = signatureOf(callable)
  let from = callable.name.length + 1
  const parameters = callable.parameters.map((parameter) => {
    const span = { start: from, end: from + parameter.label.length }
    from = span.end + ', '.length
    return { span, documentation: parameter.range }
  })
  const index = activeIndex(analysis, call, callable)
  const active = index >= 0 && index < parameters.length ? { active: index } : {}
  return { label, documentation: callable.doc, parameters, ...active }
}

function activeIndex(analysis: Analysis, call: OpenCall, { parameters }: Callable): number {
  if (call.label !== undefined) return parameters.findIndex(({ name }) => name === call.label)
  const written = expressionsAt(analysis, call.start).find(
    (expr) => expr.kind === 'call' && expr.callee.span.start === call.start,
  )
  if (written?.kind !== 'call') return call.index
  const given = written.args.map((argument) => {
    const [value] = valuesOf(analysis, argument.value)
    return value === undefined ? { argument } : { argument, value }
  })
  return call.index + firstFormal(parameters, given)
}
