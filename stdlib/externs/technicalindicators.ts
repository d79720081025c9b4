import type {
  ExternFunction,
  ExternLibrary,
  InputSpec,
  ParamSpec,
  PrimitiveSignature,
} from '../../language/builtins.ts'
import { SHARES } from '../../language/types.ts'
import type { ExternFactory } from '../extern.ts'
import { SHAPES, VERSION } from '../generated/technicalindicators.ts'
import { adapted } from './adapt.ts'
import { formula } from './formula.ts'
import { FACTS, type Fact } from './technicalindicators-table.ts'

const PREFIX = 'ti'

/** `import "technicalindicators"`: what its functions take and give. */
export const TECHNICALINDICATORS: ExternLibrary = {
  path: 'technicalindicators',
  prefix: PREFIX,
  version: VERSION,
  doc: `The indicators of the npm package technicalindicators ${VERSION} by A. Aravindan (MIT), stepped
bar by bar by its own code. For figures that must agree with a program that uses it; what Lockstep
has itself is faster and rounds nothing.`,
  functions: new Map(Object.entries(FACTS).map(([name, fact]) => [name, functionOf(name, fact)])),
}

/**
 * The package's classes as extern functions, by name. `exported` is a copy of the package of one's
 * own: its global precision is set here, to none.
 */
export function adaptTechnicalIndicators(
  exported: Readonly<Record<string, unknown>>,
): Readonly<Record<string, ExternFactory>> {
  const setConfig = exported.setConfig as (key: string, value: unknown) => void
  setConfig('precision', undefined)
  return Object.fromEntries(
    Object.entries(FACTS).map(([name, { type, params, options = {} }]) => {
      const names = params.map((param) => param.name)
      return [name, adapted(exported[type], SHAPES[type]!, names, options)]
    }),
  )
}

function functionOf(name: string, fact: Fact): ExternFunction {
  const inputs = SHAPES[fact.type]!.series.map(inputOf)
  return {
    name,
    results: fact.results.map(({ field, rule, warmup, settles }) => {
      const whole = field === undefined ? `${PREFIX}.${name}` : `${PREFIX}.${name}.${field}`
      const signature: PrimitiveSignature = {
        name: whole,
        doc: fact.fault === undefined ? fact.doc : `${fact.doc} ${fact.fault}`,
        source: `technicalindicators ${VERSION}, ${fact.type}.`,
        inputs,
        params: fact.params,
        result: rule,
        warmup: over(warmup, fact.params),
        ...(settles === undefined
          ? {}
          : { settles: settles === 'never' ? settles : over(settles, fact.params) }),
        optional: true,
        state: true,
      }
      return field === undefined ? { signature } : { field, signature }
    }),
  }
}

function over(text: string, params: readonly ParamSpec[]): (...values: number[]) => number {
  return formula(
    text,
    params.map(({ name }) => name),
  )
}

/** A column of the bars, which may be left out; any other series is the close where left out. */
function inputOf(name: string): InputSpec {
  switch (name) {
    case 'open':
    case 'high':
    case 'low':
    case 'close':
      return { name, type: 'number', natural: name }
    case 'volume':
      return { name, type: 'number', natural: name, unit: SHARES }
    case 'values':
      return { name, type: 'number', natural: 'close' }
    default:
      return { name, type: 'number' }
  }
}
