import type { Builtins } from '../builtins.ts'
import type { Diagnostic, Span } from '../diagnostic.ts'
import type { Program, Statement } from '../syntax/ast.ts'
import { type Checker, type Env, report } from './context.ts'
import { checkCosts } from './costs.ts'
import { checkCycles } from './cycles.ts'
import { type Fact, NEVER } from './facts.ts'
import { settleDefinitions } from './flow.ts'
import { bindNames, checkUncalled } from './names.ts'
import { checkRequire } from './params.ts'
import { checkPlots } from './plots.ts'
import { checkRules } from './rules.ts'
import { checkInstrument, checkTimeframe, refuseLater } from './settings.ts'
import { checkTest } from './tests.ts'
import type { Costs, Definition, Rule, TypedExpr, TypedProgram } from './typed.ts'
import { maxWarmup, NONE } from './warmup.ts'

export interface Checked {
  /** Present exactly where no diagnostic is an error. */
  readonly program?: TypedProgram
  /** In source order, one for each mistake. */
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * Gives a tree its meaning, or says why it has none. Never throws, also not on a tree with
 * missing parts. `source` is the text the tree was read from; `builtins` all that it may call.
 */
export function check(tree: Program, source: string, builtins: Builtins): Checked {
  const checker: Checker = {
    source,
    builtins,
    diagnostics: [],
    definitions: [],
    parameters: [],
    ranged: new Set(),
    requires: [],
    previous: new WeakSet(),
    inlined: new Set(),
    timeframe: { value: 1, unit: 'd' },
    nodes: 0,
    depth: 0,
  }
  const env: Env = { scope: { names: new Map() }, place: 'stream', frames: [] }
  const parts = checkParts(checker, tree, env)
  const program = hasErrors(checker) ? undefined : finish(checker, tree, parts)
  const diagnostics = onceEach(checker.diagnostics)
  return program === undefined || hasErrors(checker) ? { diagnostics } : { program, diagnostics }
}

function hasErrors({ diagnostics }: Checker): boolean {
  return diagnostics.some(({ severity }) => severity === 'error')
}

/** In source order; a function's mistake once, however often it is called. */
function onceEach(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const told = new Set<string>()
  return [...diagnostics]
    .sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end)
    .filter(({ code, span }) => {
      const key = code === 'too-large' ? code : `${code} ${span.start}`
      if (told.has(key)) return false
      told.add(key)
      return true
    })
}

type Parts = Pick<TypedProgram, 'rules' | 'plots' | 'tests' | 'instrument' | 'costs'>

/** The phases, each over all statements: settings, names, then whatever reads names. */
function checkParts(checker: Checker, tree: Program, env: Env): Parts {
  const of = <K extends Statement['kind']>(...kinds: readonly K[]) =>
    tree.statements.filter((statement): statement is Extract<Statement, { kind: K }> =>
      (kinds as readonly string[]).includes(statement.kind),
    )
  refuseLater(checker, tree)
  checkTimeframe(checker, tree, of('timeframe'), env)
  const instrument = checkInstrument(checker, of('instrument'))
  bindNames(checker, of('param', 'let', 'function'), env)
  for (const statement of of('require')) checkRequire(checker, statement, env)
  const written = of('enter', 'exit')
  if (tree.header?.kind === 'library' && written.length > 0) {
    report(checker, env, 'library-rule', start(written[0]!.span, written[0]!.kind))
  }
  const rules = checkRules(checker, written, env)
  const plots = checkPlots(checker, of('plot'), env)
  const costs = onlyCosts(checker, of('costs'), env)
  const tests = of('test').map((statement) => checkTest(checker, statement, env))
  checkUncalled(checker, of('function'), env)
  checkCycles(checker)
  return {
    rules,
    plots,
    tests,
    ...(instrument === undefined ? {} : { instrument }),
    ...(costs === undefined ? {} : { costs }),
  }
}

function start(span: Span, word: string): Span {
  return { start: span.start, end: span.start + word.length }
}

function onlyCosts(
  checker: Checker,
  statements: readonly Extract<Statement, { kind: 'costs' }>[],
  env: Env,
): Costs | undefined {
  const [first, second] = statements
  if (first === undefined) return undefined
  if (second !== undefined) {
    const labels = [{ span: start(first.span, 'costs'), message: 'the first' }]
    const at = start(second.span, 'costs')
    report(checker, env, 'statement-repeated', at, { name: 'costs' }, { labels })
  }
  return checkCosts(checker, first, env)
}

/** Warm-ups and gates, once nothing is wrong; definitions in their final order. */
function finish(checker: Checker, tree: Program, parts: Parts): TypedProgram {
  const settle = settleDefinitions(checker)
  for (const { condition } of checker.requires) settle(condition)
  for (const { value } of parts.plots) settle(value)
  for (const test of parts.tests) {
    for (const { condition, shown } of test.expectations) {
      settle(condition)
      for (const { value } of shown) settle(value)
    }
  }
  const rules = parts.rules.map((rule) => gated(rule, settle))
  return {
    kind: tree.header?.kind === 'library' ? 'library' : 'strategy',
    title: tree.header?.title ?? '',
    doc: tree.header?.doc ?? '',
    timeframe: checker.timeframe,
    parameters: checker.parameters,
    requires: checker.requires,
    definitions: numbered(checker.definitions),
    ...parts,
    rules,
  }
}

/** A rule fires once all it reads may be known. */
function gated(rule: Rule, settle: (expr: TypedExpr) => Fact): Rule {
  const { when, order, size, stop, target, expireBars, entries } = rule
  const price = order.kind === 'market' ? undefined : order.price
  const read = [when, price, size?.value, stop, target, expireBars, entries].filter(
    (expr) => expr !== undefined,
  )
  const gates = read.map((expr) => settle(expr).gate).filter((gate) => gate !== NEVER)
  return { ...rule, gate: gates.reduce(maxWarmup, NONE) }
}

/** Top level first in written order, then those that inlining made. */
function numbered(definitions: readonly Definition[]): readonly Definition[] {
  const visible = definitions.filter((definition) => definition.visible)
  visible.sort((a, b) => a.span.start - b.span.start || a.id - b.id)
  const ordered = [...visible, ...definitions.filter((definition) => !definition.visible)]
  for (const [id, definition] of ordered.entries()) {
    const open: { id: number } = definition
    open.id = id
  }
  return ordered
}
