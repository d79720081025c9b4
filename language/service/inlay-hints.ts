import { typeText } from '../check/describe.ts'
import { evaluateWarmup, warmupText } from '../check/warmup.ts'
import type { Analysis } from './analyse.ts'
import { valuesOf } from './types-at.ts'

/** A remark that stands in the text without being written there. */
export interface InlayHint {
  /** It stands right before this offset. */
  readonly offset: number
  readonly label: string
  /** Markdown. */
  readonly tooltip: string
}

/** Behind each definition what its text does not show: its unit, when it is first known. */
export function inlayHints(analysis: Analysis): readonly InlayHint[] {
  const { tree, recording, callable: builtins } = analysis
  const defaults = Float64Array.from(recording.parameters, ({ value }) => value)
  return tree.statements.flatMap((statement): readonly InlayHint[] => {
    if (statement.kind !== 'let' || statement.pattern.kind !== 'name') return []
    const [value] = valuesOf(analysis, statement.value)
    if (value === undefined || value.kind === 'record' || !recording.settled.has(value)) return []
    if (value.color === 'constant') return []
    const bars = evaluateWarmup(value.warmup, defaults, builtins)
    const parts = [
      ...(value.type.kind === 'number' ? [typeText(value.type)] : []),
      ...(bars > 0 ? [`after ${bars} bar${bars === 1 ? '' : 's'}`] : []),
      ...(value.optional ? ['may be unknown'] : []),
    ]
    if (parts.length === 0) return []
    const tooltip = `Warm-up: \`${warmupText(value.warmup)}\` bars, with the parameters as written.`
    return [{ offset: statement.span.end, label: parts.join(', '), tooltip }]
  })
}
