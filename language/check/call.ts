import type { ExternResult, InputSpec, ParamSpec, PrimitiveSignature } from '../builtins.ts'
import type { Argument, Expr } from '../syntax/ast.ts'
import { BARE, type Type, type Unit, type Weight } from '../types.ts'
import { checkAggregate } from './aggregates.ts'
import { bindArguments, type Formal, type Given } from './arguments.ts'
import { checkBars } from './bars.ts'
import { because } from './because.ts'
import { checkAge } from './clocks.ts'
import { broken, type Checker, type Env, lookup, make, report, share, textAt } from './context.ts'
import { requireBounds, requireConstant, requireCount } from './counts.ts'
import { describeType, describeUnit } from './describe.ts'
import { checkStream, isLibraryFunction, unknownName } from './expression.ts'
import { externNamed } from './extern.ts'
import { tellForeign } from './foreign.ts'
import { compositionBinding, inlineFunction } from './inline.ts'
import { numberDue } from './mix-ups.ts'
import { checkBarsIn } from './modes.ts'
import { BOOL, ERROR, numberNode, strongest, type Value } from './node.ts'
import { conditionOf } from './operators.ts'
import { BASE_NAMES, laterStream, marketStream } from './streams.ts'
import type { TypedExpr } from './typed.ts'
import { joinTypes, joinUnits, joinWeights } from './units.ts'

type Call = Extract<Expr, { kind: 'call' }>

/** Functions of later versions. */
const LATER = new Set(['rank', 'members_mean'])

/** Checks a call: `prev`, `known`, a function of the program, of the library, a primitive. */
export function checkCall(checker: Checker, expr: Call, env: Env): Value {
  const { callee, span } = expr
  if (callee.kind !== 'name') {
    const external = externNamed(checker, callee, env)
    if (external !== undefined) return checkExtern(checker, expr, external, env)
    if (!tellForeign(checker, env, expr)) calledExpression(checker, callee, env)
    return broken(env, span)
  }
  const name = callee.text
  const binding = lookup(env.scope, name)
  if (binding?.kind === 'function') return inlineFunction(checker, expr, binding, env)
  // What the name stands for is told already.
  if (binding !== undefined && binding.kind === 'value' && isBroken(binding.value))
    return broken(env, span)
  if (binding !== undefined || BASE_NAMES.has(name)) {
    if (laterStream(name) !== undefined) {
      report(checker, env, 'not-yet', span, { what: `\`${name}\`` })
    } else calledStream(checker, expr, name, env)
    return broken(env, span)
  }
  const together = checkAggregate(checker, expr, name, env)
  if (together !== undefined) return together
  if (name === 'prev') return checkPrev(checker, expr, env)
  if (name === 'age') return checkAge(checker, expr, env)
  if (name === 'bars') return checkBars(checker, expr, env)
  if (name === 'bars_in') return checkBarsIn(checker, expr, env)
  if (name === 'known') return checkKnown(checker, expr, env)
  const primitive = checker.builtins.primitives.get(name)
  if (primitive !== undefined) return checkPrimitive(checker, expr, primitive, env)
  const composition = checker.builtins.compositions.get(name)
  if (composition !== undefined) {
    const found = compositionBinding(checker.builtins, composition)
    return inlineFunction(checker, expr, found, env)
  }
  if (LATER.has(name)) report(checker, env, 'not-yet', span, { what: `\`${name}\`` })
  else if (!tellForeign(checker, env, expr)) unknownName(checker, env, name, callee.span)
  return broken(env, span)
}

function isBroken(value: Value): boolean {
  return value.kind !== 'record' && value.type.kind === 'error'
}

/** `ta.sma(…)` and other things in front of brackets that no function bears as its name. */
function calledExpression(checker: Checker, callee: Expr, env: Env): void {
  if (callee.kind === 'missing') return
  const { span } = callee
  const text = textAt(checker, env, span)
  const field = callee.kind === 'member' ? callee.field.text : ''
  const name = isLibraryFunction(checker, field) ? field : field.toLowerCase()
  if (isLibraryFunction(checker, name)) {
    const fix = { title: `Write ${name}`, span, replacement: name }
    report(checker, env, 'library-prefix', span, { text, name }, { fix })
  } else report(checker, env, 'not-a-function', span, { text })
}

/** `close(1)`: a stream is no function; what was meant is `close[1]`. */
function calledStream(checker: Checker, expr: Call, name: string, env: Env): void {
  const only = expr.args.length === 1 ? expr.args[0] : undefined
  const binding = lookup(env.scope, name)
  const own = binding?.kind === 'value' && env.frames.length === 0 ? [binding.span] : []
  const labels = own.map((span) => ({ span, message: `\`${name}\` is defined here` }))
  if (only === undefined) {
    report(checker, env, 'not-a-function', expr.callee.span, { text: name }, { labels })
    return
  }
  const replacement = `${name}[${textAt(checker, env, only.value.span)}]`
  const fix = { title: `Write ${replacement}`, span: expr.span, replacement }
  report(checker, env, 'not-a-function', expr.callee.span, { text: name }, { labels, fix })
}

// ── Special forms ──────────────────────────────────────────────────────────────────────────────

/** `prev(x, first)` is x one tick ago, and `first` where that is unknown. */
function checkPrev(checker: Checker, expr: Call, env: Env): TypedExpr {
  const formals: Formal[] = [{ name: 'x' }, { name: 'first' }]
  const given = bindArguments(checker, expr, 'prev', formals, expr.args.map(unchecked), env)
  const [x, start] = given ?? []
  if (x === undefined || start === undefined) return broken(env, expr.span)
  const { span } = expr
  const source = checkStream(checker, x.argument.value, env)
  const first = checkStream(checker, start.argument.value, env)
  const type = joinTypes(source.type, first.type)
  if (type === undefined) {
    const described = { first: describeType(source.type), second: describeType(first.type) }
    const labels = because(env, source)
    const what = 'The stream and the first value of `prev`'
    report(checker, env, 'branches-differ', span, { what, ...described }, { labels })
  }
  if (source.color === 'fill') {
    const text = textAt(checker, env, x.argument.value.span)
    report(checker, env, 'fill-history', span, { text })
    return broken(env, span)
  }
  const color = source.color === 'constant' ? 'market' : source.color
  const ticks = numberNode(1, env.at ?? span)
  const { type: sourceType } = source
  const lag = make(checker, env, { kind: 'lag', source, ticks, type: sourceType, color, span })
  checker.previous.add(lag)
  return make(checker, env, {
    kind: 'coalesce',
    left: lag,
    right: first,
    type: type ?? ERROR,
    color: strongest([lag, first]),
    span,
  })
}

function unchecked(argument: Argument): Given {
  return { argument }
}

function checkKnown(checker: Checker, expr: Call, env: Env): TypedExpr {
  const args = expr.args.map(unchecked)
  const given = bindArguments(checker, expr, 'known', [{ name: 'x' }], args, env)
  const x = given?.[0]
  if (x === undefined) return broken(env, expr.span)
  const operand = checkStream(checker, x.argument.value, env)
  const { color } = operand
  return make(checker, env, { kind: 'known', operand, type: BOOL, color, span: expr.span })
}

// ── Primitives ─────────────────────────────────────────────────────────────────────────────────

function checkPrimitive(
  checker: Checker,
  expr: Call,
  primitive: PrimitiveSignature,
  env: Env,
): TypedExpr {
  const given = checkArguments(checker, expr, primitive, env)
  return given === undefined ? broken(env, expr.span) : called(checker, expr, primitive, given, env)
}

/** `ti.macd(close)`: each result is a call of its own, over the same inputs. */
function checkExtern(
  checker: Checker,
  expr: Call,
  results: readonly ExternResult[] | 'mistaken',
  env: Env,
): Value {
  if (results === 'mistaken') {
    for (const { value } of expr.args) checkStream(checker, value, env)
    return broken(env, expr.span)
  }
  const [first] = results
  const given = checkArguments(checker, expr, first!.signature, env)
  if (given === undefined) return broken(env, expr.span)
  const { inputs, params } = given
  if (strongest([...inputs, ...params]) === 'account') {
    const text = textAt(checker, env, expr.callee.span)
    report(checker, env, 'extern-account', expr.span, { name: text })
    return broken(env, expr.span)
  }
  if (first!.field === undefined) return called(checker, expr, first!.signature, given, env)
  const shared = inputs.map((input) => share(checker, env, first!.signature.name, input))
  const fields = results.map(({ field, signature }) => {
    const value = called(checker, expr, signature, { inputs: shared, params }, env)
    return [field!, share(checker, env, signature.name, value)] as const
  })
  return { kind: 'record', fields: new Map(fields) }
}

interface Arguments {
  readonly inputs: readonly TypedExpr[]
  readonly params: readonly TypedExpr[]
}

function checkArguments(
  checker: Checker,
  expr: Call,
  primitive: PrimitiveSignature,
  env: Env,
): Arguments | undefined {
  const shown = primitive.inputs.filter((input) => input.hidden !== true)
  const formals: Formal[] = [
    ...shown.map(({ name, natural }) => ({ name, natural: natural !== undefined })),
    ...primitive.params.map(({ name, value }) => ({ name, optional: value !== undefined })),
  ]
  const args = expr.args.map((argument) => ({
    argument,
    value: checkStream(checker, argument.value, env),
  }))
  const { callee } = expr
  const name = callee.kind === 'member' ? textAt(checker, env, callee.span) : primitive.name
  const given = bindArguments(checker, expr, name, formals, args, env)
  if (given === undefined) return undefined
  let next = 0
  const inputs = primitive.inputs.map((spec) => {
    const argument = spec.hidden === true ? undefined : given[next++]
    return checkInput(checker, expr, primitive, spec, argument, env)
  })
  const params = primitive.params.map((spec) =>
    checkParam(checker, expr, primitive, spec, given[next++], env),
  )
  return { inputs, params }
}

function called(
  checker: Checker,
  expr: Call,
  primitive: PrimitiveSignature,
  { inputs, params }: Arguments,
  env: Env,
): TypedExpr {
  const type = resultType(checker, expr, primitive, inputs, env)
  const color = strongest([...inputs, ...params])
  if (color === 'fill' && keepsState(primitive)) {
    report(checker, env, 'fill-history', expr.span, { text: textAt(checker, env, expr.span) })
    return broken(env, expr.span)
  }
  return make(checker, env, {
    kind: 'call',
    primitive: primitive.name,
    inputs,
    params,
    type,
    color: color === 'constant' ? 'market' : color,
    span: expr.span,
  })
}

function keepsState(primitive: PrimitiveSignature): boolean {
  return primitive.state !== undefined || primitive.window !== undefined
}

function checkInput(
  checker: Checker,
  call: Call,
  primitive: PrimitiveSignature,
  spec: InputSpec,
  given: Given | undefined,
  env: Env,
): TypedExpr {
  if (given === undefined) return marketStream(checker, env, spec.natural!, call.span)!
  const { argument, value } = given
  const { value: written } = argument
  if (value === undefined || value.kind === 'record') return broken(env, written.span)
  if (value.type.kind === 'error') return value
  if (spec.type === 'bool') return conditionOf(checker, value, written, env)
  if (value.type.kind !== 'number') {
    numberDue(checker, env, written, value)
    return broken(env, written.span)
  }
  if (spec.unit !== undefined && joinUnits(value.type.unit, spec.unit) === undefined) {
    const values = {
      name: `The ${spec.name} of \`${primitive.name}\``,
      due: describeUnit(spec.unit),
      text: textAt(checker, env, written.span),
      is: describeUnit(value.type.unit),
    }
    const labels = because(env, value)
    report(checker, env, 'argument-unit', written.span, values, { labels })
    return broken(env, written.span)
  }
  return value
}

function checkParam(
  checker: Checker,
  call: Call,
  primitive: PrimitiveSignature,
  spec: ParamSpec,
  given: Given | undefined,
  env: Env,
): TypedExpr {
  if (given === undefined) return numberNode(spec.value!, env.at ?? call.span)
  const { argument, value } = given
  const { span } = argument.value
  if (value === undefined || value.kind === 'record') return broken(env, span)
  if (value.type.kind === 'error') return value
  const role = `The ${spec.name} of \`${primitive.name}\``
  const bounds = { minimum: spec.min, maximum: spec.max, role }
  if (spec.integer) return requireCount(checker, env, value, span, bounds)
  if (value.type.kind !== 'number') {
    numberDue(checker, env, argument.value, value)
    return broken(env, span)
  }
  if (!requireConstant(checker, env, value, span, role)) return broken(env, span)
  return requireBounds(checker, env, value, span, bounds) ? value : broken(env, span)
}

/** Unit and weight of a result. Under `same` the inputs, unless they ask for a unit, must agree. */
function resultType(
  checker: Checker,
  call: Call,
  primitive: PrimitiveSignature,
  inputs: readonly TypedExpr[],
  env: Env,
): Type {
  const { result } = primitive
  if ('bool' in result) return BOOL
  if (inputs.some((input) => input.type.kind === 'error')) return ERROR
  const units: Unit[] = []
  let unit: Unit = BARE
  let weight: Weight = 'any'
  for (const [index, input] of inputs.entries()) {
    const spec = primitive.inputs[index]!
    if (input.type.kind !== 'number') {
      units.push(BARE)
      continue
    }
    units.push(input.type.unit)
    if (spec.unit !== undefined) continue
    const joined = joinUnits(unit, input.type.unit)
    if (joined === undefined && (result.unit === 'same' || result.weight === 'same')) {
      const [left, right] = [describeUnit(unit), describeUnit(input.type.unit)]
      const values = { name: primitive.name, left, right }
      const labels = inputs.slice(0, index + 1).flatMap((one) => because(env, one))
      report(checker, env, 'inputs-differ', call.span, values, { labels })
      return ERROR
    }
    unit = joined ?? unit
    weight = joinWeights(weight, input.type.weight)
  }
  if (typeof result.unit === 'function') unit = result.unit(units)
  else if (result.unit !== 'same') unit = result.unit
  return { kind: 'number', unit, weight: result.weight === 'same' ? weight : result.weight }
}
