import type { Builtins, Composition } from '../../language/builtins.ts'
import { check } from '../../language/check/check.ts'
import type { TypedProgram } from '../../language/check/typed.ts'
import type { Expr, FunctionStatement } from '../../language/syntax/ast.ts'
import { parse } from '../../language/syntax/parse.ts'

/** What can be called of a builtin that is written in Strat. */
export interface CompositionCall {
  readonly name: string
  readonly parameters: readonly CallParameter[]
  /** Names of the result's fields; none where it is no record. */
  readonly fields: readonly string[]
}

export interface CallParameter {
  readonly name: string
  readonly kind: 'series' | 'condition' | 'count' | 'number'
  /** As written. */
  readonly value?: string
}

/** Reads the `fn` that a composition's file is named for. */
export function compositionCall(
  composition: Composition,
  compositions: ReadonlyMap<string, Composition>,
): CompositionCall {
  const { source } = composition
  const found = functionOf(composition)
  return {
    name: composition.name,
    fields: fieldsOf(found.result, compositions),
    parameters: found.parameters.map(({ name, annotation, defaultValue }) => ({
      name: name.text,
      kind: kindOf(annotation?.text, defaultValue),
      ...(defaultValue === undefined
        ? {}
        : { value: source.slice(defaultValue.span.start, defaultValue.span.end) }),
    })),
  }
}

/** The checked program of a text, or undefined where there is a mistake in it. */
export function checked(source: string, builtins: Builtins): TypedProgram | undefined {
  const { tree, diagnostics } = parse(source)
  const result = check(tree, source, builtins)
  const mistakes = [...diagnostics, ...result.diagnostics]
  return mistakes.some(({ severity }) => severity === 'error') ? undefined : result.program
}

/** Arguments for all parameters: their defaults, or what serves; `counts` in place of counts. */
export function sample(
  parameters: readonly CallParameter[],
  counts: (name: string, value: string) => string = (_, value) => value,
): string {
  let series = 0
  const value = ({ name, kind, value: own }: CallParameter): string => {
    switch (kind) {
      case 'series':
        return own ?? (series++ === 0 ? 'close' : 'open')
      case 'condition':
        return 'mod(bar_index, 7) == 0'
      case 'count':
        return counts(name, own ?? '14')
      case 'number':
        return own ?? '1'
    }
  }
  return parameters.map((parameter) => `${parameter.name}: ${value(parameter)}`).join(', ')
}

function functionOf({ name, source }: Composition): FunctionStatement {
  for (const statement of parse(source).tree.statements) {
    if (statement.kind === 'function' && statement.name.text === name) return statement
  }
  throw new Error(`composition ${name} defines no function ${name}`)
}

function kindOf(annotation: string | undefined, value: Expr | undefined): CallParameter['kind'] {
  if (annotation === 'int') return 'count'
  if (annotation === 'bool') return 'condition'
  return value === undefined || value.kind === 'name' ? 'series' : 'number'
}

/** A function that gives another one's record has its fields. */
function fieldsOf(result: Expr, compositions: ReadonlyMap<string, Composition>): readonly string[] {
  if (result.kind === 'record') return result.fields.map(({ name }) => name.text)
  if (result.kind !== 'call' || result.callee.kind !== 'name') return []
  const called = compositions.get(result.callee.text)
  return called === undefined ? [] : fieldsOf(functionOf(called).result, compositions)
}
