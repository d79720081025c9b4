import type { Span } from '../diagnostic.ts'
import { nearest } from '../nearest.ts'
import type { BinaryOperator, Expr, LetStatement, ModeArc, Name, Statement } from '../syntax/ast.ts'
import { bindArguments } from './arguments.ts'
import {
  type Binding,
  broken,
  type Checker,
  type Env,
  lookup,
  make,
  report,
  textAt,
} from './context.ts'
import { requireCount } from './counts.ts'
import { checkStream } from './expression.ts'
import { BOOL, numberNode } from './node.ts'
import type { TypedExpr } from './typed.ts'

export type ModeStatement = Extract<Statement, { kind: 'mode' }>
type ModeBinding = Extract<Binding, { kind: 'mode' }>

/** The states of a mode, in the order in which they are named; the first is where it begins. */
export function statesOf({ arcs }: ModeStatement): readonly string[] {
  return [...new Set(arcs.flatMap(({ from, to }) => [from.text, to.text]))]
}

/**
 * A mode written out as definitions, which is all it is: its state as a number, how long it has
 * been there, and for each arc its condition and how long that has held. Each arc's condition is
 * one part of the state's gate, so that no rule trusts a mode whose conditions are not yet known.
 */
export function modeLets(mode: ModeStatement): readonly LetStatement[] {
  const { span } = mode.name
  const states = statesOf(mode)
  const write = writer(mode.name.text, span)
  const { name, number, both, either, choose, before, define } = write
  const lets: LetStatement[] = []
  let next: Expr = name('before')
  let gate: Expr = { kind: 'bool', value: true, span }
  for (const [index, arc] of [...mode.arcs.entries()].reverse()) {
    const [from, to] = [arc.from, arc.to].map(({ text }) => number(states.indexOf(text)))
    const leaves = both('==', name('before'), from!)
    const when = `when ${index + 1}`
    lets.push(define(when, choose(arc.when, TRUE(arc.when.span), FALSE(arc.when.span))))
    const holds = both('??', name(when), FALSE(span))
    gate = either(name(when), gate)
    let fires = holds
    if (arc.forBars !== undefined) {
      const held = `held ${index + 1}`
      const again = both('+', before(held, number(0)), number(1))
      lets.push(define(held, choose(both('and', leaves, holds), again, number(0))))
      fires = both('>=', name(held), arc.forBars)
    }
    next = choose(both('and', leaves, fires), to!, next)
  }
  const stays = both('==', name('state'), name('before'))
  const [none, one] = [number(0, 'bars'), number(1, 'bars')]
  return [
    define('before', before('state', number(0))),
    ...lets,
    define('state', choose(gate, next, name('before'))),
    define('bars', choose(stays, both('+', before('bars', none), one), one)),
  ]
}

/** What is made of a mode in its definitions' names; nobody can write a name with a dot. */
export function modeOfName(name: string): string | undefined {
  return /^(.*)\.(?:state|before|bars|when \d+|held \d+)$/.exec(name)?.[1]
}

const TRUE = (span: Span): Expr => ({ kind: 'bool', value: true, span })
const FALSE = (span: Span): Expr => ({ kind: 'bool', value: false, span })

/** Expressions at one place, over the names of one mode. */
function writer(mode: string, span: Span) {
  const name = (part: string): Expr => ({ kind: 'name', text: `${mode}.${part}`, span })
  const number = (value: number, unit: '' | 'bars' = ''): Expr => ({
    kind: 'number',
    value,
    unit,
    span,
  })
  const both = (op: BinaryOperator, left: Expr, right: Expr): Expr => ({
    kind: 'binary',
    op,
    left,
    right,
    span,
  })
  return {
    name,
    number,
    both,
    either: (left: Expr, right: Expr): Expr => both('or', left, right),
    choose: (condition: Expr, whenTrue: Expr, whenFalse: Expr): Expr => ({
      kind: 'if',
      condition,
      whenTrue,
      whenFalse,
      span,
    }),
    before: (part: string, first: Expr): Expr => ({
      kind: 'call',
      callee: { kind: 'name', text: 'prev', span },
      args: [{ value: name(part) }, { value: first }],
      span,
    }),
    define: (part: string, value: Expr): LetStatement => ({
      kind: 'let',
      pattern: { kind: 'name', name: { text: `${mode}.${part}`, span } },
      value,
      doc: '',
      span,
    }),
  }
}

// ── What is wrong with one ─────────────────────────────────────────────────────────────────────

/** Tells of arcs that lead nowhere, are never taken or never left, and of counts that are none. */
export function checkMode(checker: Checker, mode: ModeStatement, env: Env): void {
  const { arcs } = mode
  for (const arc of arcs) {
    if (arc.from.text === arc.to.text && arc.from.text !== '') {
      report(checker, env, 'arc-to-itself', arc.to.span, { state: arc.to.text })
    }
    if (arc.forBars === undefined) continue
    const bars = checkStream(checker, arc.forBars, env)
    const role = 'The number of bars that the condition holds'
    requireCount(checker, env, bars, arc.forBars.span, { minimum: 1, role })
  }
  adviseReach(checker, mode, env)
  adviseOrder(checker, mode, env)
}

/** States that no way from the first leads to. */
function adviseReach(checker: Checker, { name, arcs }: ModeStatement, env: Env): void {
  const first = arcs[0]?.from.text
  if (first === undefined) return
  const reached = new Set([first])
  for (const state of reached) {
    for (const { from, to } of arcs) if (from.text === state) reached.add(to.text)
  }
  const told = new Set<string>()
  for (const { from } of arcs) {
    if (reached.has(from.text) || told.has(from.text)) continue
    told.add(from.text)
    const meant = nearest(from.text, [...reached])
    const fix = meant && { title: `Write ${meant}`, span: from.span, replacement: meant }
    const values = { state: from.text, mode: name.text, first }
    report(checker, env, 'state-unreachable', from.span, values, fix ? { fix } : {})
  }
}

/** An arc behind one that leaves the same state on the same condition no later. */
function adviseOrder(checker: Checker, { arcs }: ModeStatement, env: Env): void {
  const text = ({ when }: ModeArc) => textAt(checker, env, when.span)
  for (const [index, arc] of arcs.entries()) {
    const earlier = arcs
      .slice(0, index)
      .find((one) => one.from.text === arc.from.text && sameArc(one, arc, text))
    if (earlier === undefined || arc.when.kind === 'missing') continue
    const labels = [{ span: earlier.when.span, message: 'this arc is taken first' }]
    const values = { from: arc.from.text, to: earlier.to.text }
    report(checker, env, 'arc-never-taken', arc.when.span, values, { labels })
  }
}

function sameArc(one: ModeArc, other: ModeArc, text: (arc: ModeArc) => string): boolean {
  return one.forBars === undefined && text(one) === text(other)
}

// ── What is read of one ────────────────────────────────────────────────────────────────────────

/** `regime is calm` */
export function checkIs(
  checker: Checker,
  expr: Extract<Expr, { kind: 'is' }>,
  env: Env,
): TypedExpr {
  const mode = modeOf(checker, expr.mode, env)
  if (mode === undefined) return broken(env, expr.span)
  const { states } = mode
  const { text, span } = expr.state
  if (text === '') return broken(env, expr.span)
  const index = states.indexOf(text)
  if (index < 0) {
    unknownState(checker, mode, expr.state, env)
    return broken(env, expr.span)
  }
  const left = partOf(checker, mode, 'state', expr.mode.span, env)
  const right = numberNode(index, env.at ?? span)
  const sides = { op: '==', left, right, type: BOOL, color: left.color } as const
  return make(checker, env, { kind: 'compare', ...sides, span: expr.span })
}

/** `bars_in(regime)`: how many bars the mode is in its state, the one that it came with is one. */
export function checkBarsIn(
  checker: Checker,
  expr: Extract<Expr, { kind: 'call' }>,
  env: Env,
): TypedExpr {
  const args = expr.args.map((argument) => ({ argument }))
  const given = bindArguments(checker, expr, 'bars_in', [{ name: 'mode' }], args, env)
  const argument = given?.[0]?.argument.value
  const mode = argument === undefined ? undefined : modeOf(checker, argument, env)
  return mode === undefined ? broken(env, expr.span) : partOf(checker, mode, 'bars', expr.span, env)
}

function modeOf(checker: Checker, expr: Expr, env: Env): ModeBinding | undefined {
  if (expr.kind === 'missing') return undefined
  const binding = expr.kind === 'name' ? lookup(env.scope, expr.text) : undefined
  if (binding?.kind === 'mode') return binding
  report(checker, env, 'not-a-mode', expr.span, { text: textAt(checker, env, expr.span) })
  return undefined
}

/** A mode by its name alone, which is no value. */
export function wholeMode(
  checker: Checker,
  env: Env,
  { name, states }: ModeBinding,
  span: Span,
): TypedExpr {
  report(checker, env, 'mode-whole', span, { name, state: states[0] ?? 'state' })
  return broken(env, span)
}

function partOf(
  checker: Checker,
  { name, scope }: ModeBinding,
  part: 'state' | 'bars',
  span: Span,
  env: Env,
): TypedExpr {
  const binding = lookup(scope, `${name}.${part}`)
  if (env.clock !== undefined) {
    report(checker, env, 'mode-on-clock', span, { mode: name })
    return broken(env, span)
  }
  if (binding?.kind !== 'value' || binding.value.kind === 'record') return broken(env, span)
  checker.nodes++
  return { ...binding.value, span: env.at ?? span }
}

function unknownState(checker: Checker, { name, states }: ModeBinding, at: Name, env: Env): void {
  const meant = nearest(at.text, states)
  const fix = meant && { title: `Write ${meant}`, span: at.span, replacement: meant }
  const values = { mode: name, state: at.text, states: states.join(', ') }
  report(checker, env, 'unknown-state', at.span, values, fix ? { fix } : {})
}
