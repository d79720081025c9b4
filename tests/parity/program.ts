import {
  type Count,
  count,
  expression,
  KINDS,
  leaf,
  type Scope,
  type UserFunction,
} from './expression.ts'
import { type Draft, type Kind, type Node, node, piece, textOf } from './node.ts'
import { caseSeed, type Random, seeded } from './random.ts'
import { cancelRule, enterRule, exitRule, ocaGroup } from './rule.ts'
import type { Word } from './vocabulary.ts'

/** Names that would be trouble if a compiler let them through as they are. */
const AWKWARD: readonly string[] = [
  'await',
  'constructor',
  '__proto__',
  'arguments',
  'eval',
  'NaN',
  'undefined',
  'state',
  'math',
  'bars',
  'from_',
  'i',
  't',
  'self',
]

/**
 * A valid program over the whole core, the same for the same seed. `words` are the ways to call
 * the builtins (`wordsOf`): what is added to the library is used here unasked.
 */
export function draftProgram(seed: number, words: readonly Word[]): Draft {
  const [random, imports] = [seeded(seed), importsFor(seed, words)]
  const fresh = namer(random)
  const timeframe = random.pick(['1d', '1d', '1w', '15m', '1h'])
  let scope: Scope = {
    random,
    words: wordsWith(words, imports),
    names: [],
    counts: [],
    functions: [],
    account: false,
    clocks: [],
    elsewhere: false,
    dated: timeframe !== '1w',
    ...(random.chance(0.4) && clocksBeside(random, timeframe)),
  }
  const statements: Node[] = []
  const add = (made: Made) => {
    statements.push(...made.statements)
    scope = marked(scope, { ...scope, ...made.scope(scope) }, made.statements)
  }
  add(parameters(scope, fresh))
  for (let k = random.int(0, 2); k > 0; k--) add(userFunction(scope, fresh, random.int(1, 3)))
  for (let k = random.int(1, 6); k > 0; k--) {
    add(random.chance(0.12) ? mode(scope, fresh) : definition(scope, fresh))
  }
  scope = { ...scope, stopped: random.chance(0.3) }
  const rules: Node[] = []
  const tags: string[] = []
  for (let k = random.int(1, 3); k > 0; k--) {
    const tag = random.chance(0.4) ? `entry ${tags.length}` : undefined
    if (tag !== undefined) tags.push(tag)
    rules.push(enterRule({ ...scope, account: true }, tag))
  }
  for (let k = random.int(0, 3); k > 0; k--) rules.push(exitRule({ ...scope, account: true }, tags))
  if (tags.length > 0 && random.chance(0.3))
    rules.push(cancelRule({ ...scope, account: true }, tags))
  const [first, second] = tags
  if (first !== undefined && second !== undefined && random.chance(0.5))
    rules.push(ocaGroup(scope, [first, second]))
  for (let k = random.int(0, 2); k > 0; k--) rules.push(plot(scope))
  if (random.chance(0.4)) rules.push(costs(random))
  for (let k = random.int(0, 2); k > 0; k--) rules.push(signal(scope))
  if (random.chance(0.3)) rules.push(risk({ ...scope, account: true }))
  const header = random.chance(0.5) ? '/// Made by a machine.\n' : ''
  return {
    statements: [
      piece(`${header}strategy "Generated ${seed}"`),
      piece(`timeframe ${timeframe}`),
      ...imports.map((path) => piece(`import "${path}"`)),
      // The order of definitions does not matter, that of rules does.
      ...shuffled(random, statements),
      ...rules,
    ],
    separator: random.pick(['\n', '\n', ' ', '\r\n\n']),
  }
}

/** What a program imports, of what some words need: mostly nothing. Other draws do not see it. */
function importsFor(seed: number, words: readonly Word[]): readonly string[] {
  const random = seeded(caseSeed(seed, 77))
  const paths = [...new Set(words.flatMap(({ from }) => (from === undefined ? [] : [from])))]
  if (paths.length === 0 || !random.chance(0.12)) return []
  return random.chance(0.8) ? [random.pick(paths)] : paths
}

/** The words that may be written then; few of the rest, so that what is imported is used. */
function wordsWith(words: readonly Word[], imports: readonly string[]): readonly Word[] {
  const builtin = words.filter(({ from }) => from === undefined)
  if (imports.length === 0) return builtin
  const imported = words.filter(({ from }) => from !== undefined && imports.includes(from))
  return [...imported, ...builtin.filter((_, at) => at % 25 === 0)]
}

/** What reads something that no other clock has, no other clock has; `@` may be of an argument. */
function marked(before: Scope, after: Scope, statements: readonly Node[]): Scope {
  const text = statements.map(textOf).join('\n')
  const reads = [...before.names, ...before.functions].some(
    (one) => one.ownClock === true && text.includes('text' in one ? one.text : one.name),
  )
  const sampling = before.functions.filter(({ samples }) => samples).map(({ name }) => name)
  const samples = [' @ ', ...sampling].some((part) => text.includes(part))
  const mark = <One extends { readonly ownClock?: boolean }>(all: readonly One[], old: number) =>
    all.map((one, at) => (reads && at >= old ? { ...one, ownClock: true } : one))
  return {
    ...after,
    names: mark(after.names, before.names.length),
    functions: mark(after.functions, before.functions.length).map((one, at) =>
      samples && at >= before.functions.length ? { ...one, samples: true } : one,
    ),
  }
}

/** One slower timeframe, so that no `@` inside of one is finer; another instrument; a finer one. */
function clocksBeside(random: Random, timeframe: string): Pick<Scope, 'clocks' | 'finer'> {
  const slower = random.pick(SLOWER[timeframe]!)
  const finer = { '15m': '5m', '1h': '15m', '1d': '1h', '1w': '1d' }[timeframe]
  return { clocks: [slower, slower, 'SPY', `SPY ${slower}`], finer }
}

const SLOWER: Readonly<Record<string, readonly string[]>> = {
  '15m': ['1h', '4h', '1d'],
  '1h': ['4h', '1d', '1w'],
  '1d': ['2d', '1w', '1mo'],
  '1w': ['2w', '1mo'],
}

interface Made {
  readonly statements: readonly Node[]
  readonly scope: (before: Scope) => Partial<Scope>
}

function parameters({ random }: Scope, fresh: () => string): Made {
  const statements: Node[] = []
  const counts: Count[] = []
  const names: { text: string; kind: Kind; account: boolean }[] = []
  for (let k = random.int(0, 3); k > 0; k--) {
    const name = fresh()
    const [min, max] = random.pick([
      [0, 3],
      [1, 4],
      [2, 9],
      [3, 30],
    ] as const)
    const step = random.chance(0.3) ? ' step 1' : ''
    const unit = random.chance(0.2) ? ' bars' : ''
    statements.push(
      piece(`param ${name} = ${random.int(min, max)}${unit} in ${min}..${max}${step}`),
    )
    counts.push({ text: name, min, max, isBars: unit !== '' })
  }
  if (random.chance(0.4)) {
    const name = fresh()
    statements.push(piece(`param ${name} = 2% in 0.5%..5% step 0.5%`))
    names.push({ text: name, kind: 'ratio', account: false })
  }
  const [first, second] = counts
  if (first !== undefined && second !== undefined && random.chance(0.3)) {
    statements.push(piece(`require ${first.text} < ${second.text} + ${random.int(0, 40)}`))
  }
  return { statements, scope: () => ({ counts, names }) }
}

/** A function of one stream and one count: an expression, a block, or one that gives a record. */
function userFunction(scope: Scope, fresh: () => string, depth: number): Made {
  const { random } = scope
  const name = fresh()
  const x = fresh()
  const n = fresh()
  const input = random.pick(KINDS.slice(0, -1))
  const length = { name: n, min: 1, max: random.pick([4, 12]) }
  const inside: Scope = {
    ...scope,
    // Its argument may be of the account, which an extern does not read.
    words: scope.words.filter(({ from }) => from === undefined),
    names: [...scope.names, { text: x, kind: input, account: false }],
    counts: [...scope.counts, { text: n, ...length, isBars: false }],
  }
  const head = `fn ${name}(${x}, ${n}: int${random.chance(0.3) ? ' = 3' : ''})`
  const signature = { name, input, length }
  const style = random.int(0, 2)
  if (style === 0) {
    const kind = random.pick(KINDS)
    const statement = piece(`${head} = `, expression(inside, kind, depth))
    return made(statement, [{ ...signature, field: '', result: kind }])
  }
  const local = fresh()
  const kind = random.pick(KINDS.slice(0, -1))
  const recursive = random.chance(0.5)
  const value = recursive
    ? node(
        kind,
        `(if `,
        expression(inside, 'bool', 1),
        ` then prev(${local}, `,
        leaf(inside, kind),
        `) else `,
        expression(inside, kind, 1),
        ')',
      )
    : expression(inside, kind, depth)
  const within: Scope = {
    ...inside,
    names: [...inside.names, { text: local, kind, account: false }],
  }
  const body: (string | Node)[] = [`${head} {\n  let ${local} = `, value]
  if (style === 1) {
    const result = random.pick(KINDS)
    body.push('\n  return ', expression(within, result, depth), '\n}')
    return made(piece(...body), [{ ...signature, field: '', result }])
  }
  const a = expression(within, kind, 1)
  const b = expression(within, 'bool', 1)
  body.push('\n  return {up: ', a, ', down: ', b, '}\n}')
  return made(piece(...body), [
    { ...signature, field: '.up', result: kind },
    { ...signature, field: '.down', result: 'bool' },
  ])
}

function made(statement: Node, functions: readonly UserFunction[]): Made {
  return {
    statements: [statement],
    scope: (before) => ({ functions: [...before.functions, ...functions] }),
  }
}

/** A `let`: plain, recursive through prev, two that refer to one another, or out of a record. */
function definition(scope: Scope, fresh: () => string): Made {
  const { random } = scope
  const name = fresh()
  const style = random.int(0, 9)
  if (style < 4) {
    const kind = random.pick(KINDS)
    const account = random.chance(0.15)
    return lets(
      [piece(`let ${name} = `, expression({ ...scope, account }, kind, 3))],
      [{ text: name, kind, account }],
    )
  }
  if (style < 6) return lets([piece(`let ${name} = `, recursion(scope, name))], [numberName(name)])
  if (style === 6) {
    const other = fresh()
    const back = piece(
      `let ${other} = if `,
      expression(scope, 'bool', 2),
      ` then prev(${name}, 1) else 0`,
    )
    const there = piece(`let ${name} = prev(${other}, 0) + `, random.pick(['1', '0.5']))
    return lets([back, there], [numberName(name), numberName(other)])
  }
  if (style === 7) {
    const kind = random.pick(KINDS)
    const value = expression(scope, kind, 2)
    const statement = piece(`let ${name} = {a: `, value, ', b: ', expression(scope, 'bool', 2), '}')
    return lets(
      [statement],
      [
        { text: `${name}.a`, kind, account: false },
        { text: `${name}.b`, kind: 'bool', account: false },
      ],
    )
  }
  if (style === 8) {
    const kind = random.pick(KINDS.slice(0, -1))
    const value = expression(scope, kind, 2)
    const statement = piece(`let {a: ${name}} = {a: `, value, ', c: ', leaf(scope, kind), '}')
    return lets([statement], [{ text: name, kind, account: false }])
  }
  const value = node(
    'level',
    '(if ',
    expression(scope, 'bool', 2),
    ` then prev(${name}, `,
    leaf(scope, 'level'),
    ') else ',
    expression(scope, 'level', 2),
    ')',
  )
  return lets([piece(`let ${name} = `, value)], [{ text: name, kind: 'level', account: false }])
}

const numberName = (text: string) => ({ text, kind: 'number', account: false }) as const

function lets(statements: readonly Node[], names: Scope['names']): Made {
  return { statements, scope: (before) => ({ names: [...before.names, ...names] }) }
}

/** A mode of two or three states, any of which may be left for any other. */
function mode(scope: Scope, fresh: () => string): Made {
  const { random } = scope
  const name = fresh()
  const states = ['calm', 'nervous', 'done'].slice(0, random.int(2, 3))
  const account = random.chance(0.15)
  const arcs = ['calm', ...Array.from({ length: random.int(1, 3) }, () => random.pick(states))]
  const written = arcs.flatMap((from) => {
    const to = random.pick(states.filter((state) => state !== from))
    const held = random.chance(0.4) ? [` for ${count(scope, 1, 4)} bars`] : []
    const when = expression({ ...scope, account }, 'bool', 2)
    return [`\n  from ${from} to ${to} when `, when, ...held]
  })
  const reads = (text: string, kind: Kind) => ({ text, kind, account, ownClock: true })
  return lets(
    [piece(`mode ${name} {`, ...written, '\n}')],
    [reads(`(${name} is calm)`, 'bool'), reads(`bars_in(${name})`, 'bars')],
  )
}

/** Counters, sums that may overflow, and a parity that flips. */
function recursion(scope: Scope, name: string): Node {
  const { random } = scope
  const bool = () => expression(scope, 'bool', 2)
  return random.pick([
    () => node('number', '(if ', bool(), ` then prev(${name}, 0) + 1 else 0)`),
    () => node('number', `(prev(${name}, 1) * 2 + `, leaf(scope, 'number'), ')'),
    () => node('number', '(if ', bool(), ` then 1 - prev(${name}, 0) else prev(${name}, 0))`),
    () =>
      node(
        'number',
        `(prev(prev(${name}, 0), 1)[${count(scope, 0, 5)}] ?? `,
        leaf(scope, 'number'),
        ')',
      ),
  ])()
}

function plot(scope: Scope): Node {
  const { random } = scope
  const kinds = KINDS.slice(0, -1)
  const pane = random.chance(0.4) ? ' in pane "p"' : ''
  const second = random.chance(0.4) ? [', ', expression(scope, random.pick(kinds), 1)] : []
  return piece('plot ', expression(scope, random.pick(kinds), 2), ...second, pane)
}

function risk(scope: Scope): Node {
  const { random } = scope
  const lines = [
    ['max position 20% of equity', 'max gross 60%'],
    ['max orders 2 per day', 'max orders 5 per hour'],
    ['cooldown 5 bars after 1 losses', 'cooldown 3 bars after 2 losses'],
    ['halt today when day_loss > 0.5%', 'halt when drawdown > 4%'],
  ].flatMap((some) => (random.chance(0.5) ? [random.pick(some)] : []))
  const halt = random.chance(0.3) ? ['\n  halt when ', expression(scope, 'bool', 2)] : []
  return piece('risk {', ...lines.map((line) => `\n  ${line}`), ...halt, '\n}')
}

/** An alert or a mark, which may read the account; a message and an area, which may not. */
function signal(scope: Scope): Node {
  const { random } = scope
  if (random.chance(0.2)) {
    const [low, high] = [expression(scope, 'level', 1), expression(scope, 'level', 1)]
    return piece('fill (', low, ') to (', high, ')')
  }
  const word = random.pick(['alert', 'mark'])
  const when = expression({ ...scope, account: random.chance(0.5) }, 'bool', 2)
  return piece(`${word} "{symbol} at {close}, {volume}" when `, when)
}

function costs(random: Random): Node {
  const commission = random.pick(['ibkr fixed', '0.005 per share', '0.1%', '1 USD per trade'])
  const models = ['1 tick', '2 bps', 'spread 4 bps', 'volume share 10%', 'volatility 5%']
  const slippage = random.chance(0.5) ? `\n  slippage ${random.pick(models)}` : ''
  const borrow = random.chance(0.3) ? `\n  borrow ${random.pick(['3%', 'ibkr 5%'])}` : ''
  const most = random.chance(0.3) ? `\n  max volume ${random.pick(['10%', '0.5%', '0.02%'])}` : ''
  return piece(`costs {\n  commission ${commission}${slippage}${borrow}${most}\n}`)
}

function namer(random: Random): () => string {
  let made = 0
  const awkward = shuffled(random, AWKWARD)
  return () => {
    made++
    return random.chance(0.1) ? (awkward.pop() ?? `n${made}`) : `n${made}`
  }
}

function shuffled<T>(random: Random, items: readonly T[]): T[] {
  const all = [...items]
  for (let k = all.length - 1; k > 0; k--) {
    const other = random.int(0, k)
    ;[all[k], all[other]] = [all[other]!, all[k]!]
  }
  return all
}
