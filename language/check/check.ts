import type { Builtins, ExternLibrary } from '../builtins.ts'
import type { Diagnostic, Span } from '../diagnostic.ts'
import { type Libraries, NO_LIBRARIES } from '../libraries.ts'
import type { Program, Statement } from '../syntax/ast.ts'
import { moveDefinitions } from './clocks.ts'
import { type Checker, type Env, nothingFound, report } from './context.ts'
import { checkCosts } from './costs.ts'
import { checkCycles } from './cycles.ts'
import { alsoReady, type Fact, NEVER } from './facts.ts'
import { settleDefinitions } from './flow.ts'
import { checkImports } from './imports.ts'
import { type Memory, recallFor, remembered } from './memory.ts'
import { bindNames, checkUncalled } from './names.ts'
import { BOOL } from './node.ts'
import { ruleOperands } from './operands.ts'
import { adviseParameters, checkRequire } from './params.ts'
import { checkPlots } from './plots.ts'
import { adviseProgram } from './ranges/advise-program.ts'
import { pricesOf } from './ranges/premises.ts'
import { rangesOf } from './ranges/ranges.ts'
import { readyNode } from './ready.ts'
import type { Recording } from './recording.ts'
import { checkRisk } from './risk.ts'
import { requireStops } from './risk-in-money.ts'
import { adviseExits, checkRules, RULE_LIMIT } from './rules.ts'
import {
  checkInstrument,
  checkSession,
  checkTimeframe,
  refuseInLibrary,
  refuseLater,
} from './settings.ts'
import { checkFills, checkSignals, hiddenPlots } from './signals.ts'
import { settleSound } from './sound.ts'
import { checkTest } from './tests.ts'
import type { Costs, Definition, Rule, TypedExpr, TypedProgram } from './typed.ts'
import { maxWarmup, NONE } from './warmup.ts'

export interface Checked {
  /** Present exactly where no diagnostic is an error. */
  readonly program?: TypedProgram
  /** In source order, one for each mistake. */
  readonly diagnostics: readonly Diagnostic[]
  /** The builtins with what the program's extern libraries bring. */
  readonly builtins: Builtins
  /** Those libraries. */
  readonly externs: readonly ExternLibrary[]
}

/** What stands beside the file: what it may import, and its own path among it. */
export interface Surroundings {
  readonly libraries: Libraries
  readonly path: string
  /** What an earlier check of the text, as it was then, has found. */
  readonly memory?: Memory
}

const ALONE: Surroundings = { libraries: NO_LIBRARIES, path: '' }

/**
 * Gives a tree its meaning, or says why it has none. Never throws, also not on a tree with
 * missing parts. `source` is the text the tree was read from; `builtins` all that it may call.
 * What is learnt on the way goes into `recording`, where one is given.
 */
export function check(
  tree: Program,
  source: string,
  builtins: Builtins,
  recording?: Recording,
  { libraries, path, memory }: Surroundings = ALONE,
): Checked {
  const around: Env = { scope: { names: new Map() }, place: 'stream', frames: [] }
  const env: Env = { ...around, scope: { names: new Map(), parent: around.scope } }
  const prices = pricesOf(tree)
  const newRanges = () => rangesOf(builtins, { prices, account: 'any' })
  const checker: Checker = {
    ...nothingFound(recording),
    ...(recording === undefined ? {} : { recorded: recording.recorded }),
    ...(memory === undefined ? {} : { memory }),
    source,
    builtins,
    externs: [],
    parameters: [],
    ranged: new Set(),
    ranges: newRanges(),
    newRanges,
    previous: memory?.previous ?? new WeakSet(),
    gone: new WeakSet(),
    top: env.scope,
    libraries,
    path,
    imported: new Map(),
    timeframe: { value: 1, unit: 'd' },
    timeless: false,
    clocks: [],
    moved: new Map(),
    moving: [],
    nodes: 0,
    depth: 0,
  }
  const imports = checkImports(checker, tree, around)
  const parts = checkParts(checker, tree, env)
  const program = hasErrors(checker) ? undefined : finish(checker, tree, { ...parts, imports })
  const isWhole = tree.incomplete !== true && program?.kind === 'strategy'
  if (isWhole && program.rules.length > 0 && !hasErrors(checker)) {
    const told = checker.diagnostics
    told.push(...adviseProgram(program, tree, source, checker.builtins, told, memory?.ranges))
  }
  if (recording !== undefined) {
    settleSound(checker, recording)
    recording.parameters.push(...checker.parameters)
  }
  const diagnostics = onceEach(checker.diagnostics)
  const { builtins: callable, externs } = checker
  const checked = { diagnostics, builtins: callable, externs }
  return program === undefined || hasErrors(checker) ? checked : { program, ...checked }
}

function hasErrors({ diagnostics }: Checker): boolean {
  return diagnostics.some(({ severity }) => severity === 'error')
}

/** What is told of a name that stands for nothing: once, and where else it is written. */
const NAMELESS: ReadonlySet<string> = new Set([
  'unknown-name',
  'unknown-parameter',
  'function-without-call',
  'not-a-mode',
])

/** In source order; a function's mistake once, however often it is called, and so a name's. */
function onceEach(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const told = new Map<string, Diagnostic>()
  for (const one of [...diagnostics].sort(inSourceOrder)) {
    const { code, span, message } = one
    const name = NAMELESS.has(code) ? /`[^`]*`/.exec(message)?.[0] : undefined
    const key = name ?? (code === 'too-large' ? code : `${code} ${span.start}`)
    const first = told.get(key)
    if (first === undefined) told.set(key, one)
    else if (name !== undefined && first.span.start !== span.start) {
      const labels = [...first.labels, { span, message: 'and here' }]
      told.set(key, { ...first, labels })
    }
  }
  return [...told.values()]
}

function inSourceOrder({ span: a }: Diagnostic, { span: b }: Diagnostic): number {
  return a.start - b.start || a.end - b.end
}

type Parts = Pick<
  TypedProgram,
  'rules' | 'plots' | 'fills' | 'tests' | 'instrument' | 'costs' | 'risk'
>

/** The phases, each over all statements: settings, names, then whatever reads names. */
function checkParts(checker: Checker, tree: Program, env: Env): Parts {
  const of = <K extends Statement['kind']>(...kinds: readonly K[]) =>
    tree.statements.filter((statement): statement is Extract<Statement, { kind: K }> =>
      (kinds as readonly string[]).includes(statement.kind),
    )
  refuseLater(checker, tree)
  checkTimeframe(checker, tree, of('timeframe'), env)
  checker.timeless = checker.diagnostics.some(({ code }) => code === 'timeframe-missing')
  if (checker.memory !== undefined) {
    const { value, unit } = checker.timeframe
    recallFor(checker.memory, `${value}${unit} ${pricesOf(tree)}`)
  }
  checkSession(checker, of('session'))
  const instrument = checkInstrument(checker, of('instrument'))
  bindNames(checker, of('param', 'let', 'function', 'mode'), env)
  moveDefinitions(checker)
  for (const statement of of('require')) {
    const unit = { kind: 'require', of: statement }
    remembered(checker, env, unit, (own) => checkRequire(own, statement, env))
  }
  const written = of('enter', 'exit', 'cancel')
  if (tree.header?.kind === 'library') refuseInLibrary(checker, tree)
  const acting = checkRules(checker, written, of('oca'), env)
  const { risk, halts } = checkRisk(checker, of('risk'), env, acting.length)
  const hidden = hiddenPlots(checkPlots(checker, of('plot'), env))
  const next = acting.length + halts.length
  const signals = checkSignals(checker, of('alert', 'mark'), hidden, env, next)
  const fills = checkFills(checker, of('fill'), hidden, env)
  const rules = [...acting, ...halts, ...signals]
  requireStops(checker, env, rules)
  if (rules.length > RULE_LIMIT && acting.length <= RULE_LIMIT) {
    const count = String(rules.length)
    report(checker, env, 'too-many-rules', rules.at(-1)!.span, { count })
  }
  const whole = tree.incomplete !== true && tree.header?.kind === 'strategy'
  if (whole) adviseExits(checker, written)
  const costs = onlyCosts(checker, of('costs'), env)
  const tests = of('test').map((statement) => {
    const also = [...checker.parameters]
    const unit = { kind: 'test', of: statement, also, parameters: 'all' } as const
    return remembered(checker, env, unit, (own) => checkTest(own, statement, env))
  })
  checkUncalled(checker, of('function'), env)
  checkCycles(checker)
  // A file that trades is one that its writer takes for finished.
  if (whole && rules.length > 0 && !hasErrors(checker)) adviseParameters(checker)
  return {
    rules,
    plots: hidden.plots,
    fills,
    tests,
    ...(instrument === undefined ? {} : { instrument }),
    ...(costs === undefined ? {} : { costs }),
    ...(risk === undefined ? {} : { risk }),
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
function finish(
  checker: Checker,
  tree: Program,
  parts: Parts & Pick<TypedProgram, 'imports'>,
): TypedProgram {
  const settle = settleDefinitions(checker)
  for (const { condition } of checker.requires) settle(condition)
  for (const { value } of parts.plots) settle(value)
  for (const test of parts.tests) {
    for (const { condition, shown } of test.expectations) {
      settle(condition)
      for (const { value } of shown) settle(value)
    }
  }
  const rules = parts.rules.map((rule) => gated(checker, rule, settle))
  return {
    kind: tree.header?.kind === 'library' ? 'library' : 'strategy',
    title: tree.header?.title ?? '',
    doc: tree.header?.doc ?? '',
    externs: checker.externs,
    timeframe: checker.timeframe,
    ...(checker.session === undefined ? {} : { session: checker.session }),
    sessionStreams: [...checker.sessionStreams].sort(),
    currencies: [...checker.currencies].sort(),
    clocks: checker.clocks,
    parameters: checker.parameters,
    requires: checker.requires,
    definitions: numbered(checker.definitions),
    ...parts,
    rules,
  }
}

/** A rule fires once all it reads may be known. */
function gated(checker: Checker, rule: Rule, settle: (expr: TypedExpr) => Fact): Rule {
  const facts = ruleOperands(rule).map(settle)
  const gates = facts.map(({ gate }) => gate).filter((gate) => gate !== NEVER)
  const ready = facts.flatMap((fact) => fact.ready).reduce(alsoReady, [])
  const { when } = rule
  const waits = ready.map((one) => readyNode(checker, one, when.span))
  return { ...rule, when: waits.reduceRight(waiting, when), gate: gates.reduce(maxWarmup, NONE) }
}

/** The rule's condition behind one that another clock has come far enough. */
function waiting(when: TypedExpr, wait: TypedExpr): TypedExpr {
  const { span, color } = when
  const known = { warmup: NONE, optional: true } as const
  return { kind: 'and', left: wait, right: when, type: BOOL, color, span, ...known }
}

/** Top level first in written order, then those that inlining made. */
function numbered(definitions: readonly Definition[]): readonly Definition[] {
  const visible = definitions.filter((definition) => definition.visible)
  visible.sort((a, b) => a.span.start - b.span.start)
  const ordered = [...visible, ...definitions.filter((definition) => !definition.visible)]
  for (const [id, definition] of ordered.entries()) {
    const open: { id: number } = definition
    open.id = id
  }
  return ordered
}
