import { isExternCall, stepText } from '../primitives.ts'
import { type Dialect, dataText } from './text.ts'

/** What the placeholders of a primitive's text become. */
export interface Inlining {
  readonly primitive: string
  /** It had a result before. */
  readonly steady: boolean
  /** Makes the step's locals this call's own. */
  readonly suffix: string
  /** Inputs, then params. */
  readonly arguments: readonly string[]
  readonly field: (name: string) => string
  readonly window: (ticksAgo: string) => string
}

/** A primitive's step with its names put in: the arithmetic itself is never written anew. */
export function inlinedStep(inlining: Inlining): {
  readonly body: readonly string[]
  readonly result: string
} {
  const { primitive, suffix, field, window } = inlining
  const text = stepText(primitive)
  const { body, result } = (inlining.steady ? text.steady : undefined) ?? text
  const given = new Map(text.parameters.map((name, at) => [name, inlining.arguments[at]!]))
  const named = (part: string) =>
    part
      .replace(/\$w\(\$ (.+?) \$\)\$/g, (_, ticksAgo: string) => window(ticksAgo))
      .replace(/\$(state\.)?(\w+)\$/g, (_, state: string | undefined, name: string) =>
        state === undefined ? (given.get(name) ?? `${name}${suffix}`) : field(name),
      )
  return {
    body: body === '' ? [] : named(body).split('\n'),
    result: named(result).replaceAll(/\s*\n\s*/g, ' '),
  }
}

/** The warm-up of a call, over the texts of its params. */
export function warmupFormula(
  primitive: string,
  params: readonly string[],
  dialect: Dialect,
): string {
  if (isExternCall(primitive))
    return `${externText(primitive, dialect)}.warmup(${params.join(', ')})`
  return formulaText(stepText(primitive).warmup, params)
}

/** An extern in the table that `bind` is given. */
export function externText(name: string, { typed }: Dialect): string {
  return `externs[${dataText(name)}]${typed ? '!' : ''}`
}

/** A formula over params (`$0$`, `$1$` …) with these put in. */
export function formulaText(formula: string, params: readonly string[]): string {
  return formula.replace(/\$(\d+)\$/g, (_, at: string) => params[Number(at)]!)
}
