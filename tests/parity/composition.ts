import type { Composition, ParamSpec } from '../../language/builtins.ts'
import type { FunctionStatement } from '../../language/syntax/ast.ts'
import { parse } from '../../language/syntax/parse.ts'
import { BUILTINS } from '../../stdlib/builtins.ts'
import { compositionCall } from '../../stdlib/generate/composition-call.ts'
import type { Kind } from './node.ts'
import { checked } from './subject.ts'
import { kindOfType, type Word } from './vocabulary.ts'

/** A stream of each kind, to try a composition with. */
const SAMPLES: readonly (readonly [Kind, string])[] = [
  ['level', 'close'],
  ['distance', '(high - low)'],
  ['ratio', 'returns'],
  ['oscillator', 'rsi(2)'],
  ['shares', 'volume'],
  ['money', '(close * volume)'],
  ['bars', 'barssince(close > open)'],
  ['number', '1'],
]

/**
 * The ways to call a builtin that is written in Strat. Its types are nowhere declared, so the
 * checker is asked what each call gives; a kind it refuses is no way to call.
 */
export function wordsOfComposition(composition: Composition): Word[] {
  const { name, source } = composition
  const written = parse(source).tree.statements.find((item) => item.kind === 'function')
  if (written?.kind !== 'function') return []
  const inputs = written.parameters.filter((item) => !isCount(item) && !isConstant(item))
  const params = written.parameters.filter((item) => isCount(item) || isConstant(item))
  const specs = params.map(specOf)
  const fields = fieldsOf(composition)
  const natural = inputs.length > 0 && inputs.every((item) => item.defaultValue !== undefined)
  // A number in place of a natural source would be read as the first count.
  const tried = natural ? SAMPLES.filter(([kind]) => kind !== 'number') : SAMPLES
  const kinds = inputs.length > 0 ? tried : SAMPLES.slice(0, 1)
  return kinds.flatMap(([kind, sample]) => {
    const samples = inputs.map((item) => (isCondition(item) ? '(close > open)' : sample))
    // No 1, for which a price times (1 - width) would weigh nothing.
    const constants = specs.map((spec) => (spec.integer ? spec.min : spec.min + 0.5))
    const args = [...samples, ...constants].join(', ')
    const results = resultsOf(fields.map((field) => `${name}(${args})${field}`))
    return fields.flatMap((field, k): Word[] => {
      const result = results[k]
      if (result === undefined) return []
      const leftOut = natural && kind === 'level'
      const shape = {
        inputs: inputs.map((item) => (isCondition(item) ? 'bool' : kind)),
        params: specs,
        result,
        counts: 'bare',
      } as const
      return [{ name, ...shape, natural: leftOut, field }]
    })
  })
}

type Parameter = FunctionStatement['parameters'][number]

const isCount = (item: Parameter) => item.annotation?.text === 'int'
const isCondition = (item: Parameter) => item.annotation?.text === 'bool'
const isConstant = (item: Parameter) =>
  item.defaultValue !== undefined && item.defaultValue.kind !== 'name'

function specOf(item: Parameter): ParamSpec {
  // A default with a unit may give another kind of result than the bare numbers written here.
  const { defaultValue } = item
  const bare = defaultValue?.kind === 'number' && defaultValue.unit === ''
  const value = bare ? { value: defaultValue.value } : {}
  return { name: item.name.text, integer: isCount(item), min: 1, max: 40, ...value }
}

function fieldsOf(composition: Composition): readonly string[] {
  const { fields } = compositionCall(composition, BUILTINS.compositions)
  return fields.length === 0 ? [''] : fields.map((field) => `.${field}`)
}

/** The kinds of some expressions, undefined for all where the checker takes them not. */
function resultsOf(texts: readonly string[]): readonly (Kind | undefined)[] {
  const lets = texts.map((text, k) => `let a${k} = ${text}`)
  const rule = 'enter long when close > open\n  size 1 shares'
  const { program } = checked(['strategy "probe"', 'timeframe 1d', ...lets, rule].join('\n'))
  return texts.map((_, k) => {
    const found = program?.definitions.find((item) => item.name === `a${k}`)
    return found && kindOfType(found.expr.type)
  })
}
