import { count, expression, type Scope } from './expression.ts'
import { type Node, piece } from './node.ts'

/**
 * `enter …` with any mixture of clauses that makes sense together.
 */
export function enterRule(scope: Scope, tag: string | undefined): Node {
  const { random } = scope
  const side = random.pick(['long', 'long', 'short'])
  const label = tag === undefined ? '' : ` "${tag}"`
  const clauses: Node[] = []
  const order = random.int(0, 7)
  clauses.push(...atPrice({ ...scope, account: false }, order))
  if (order === 4) clauses.push(piece(random.pick(['\n  at open', '\n  at close'])))
  const hasStop = scope.stopped === true || random.chance(0.5)
  clauses.push(piece('\n  size ', size(scope, hasStop)))
  if (hasStop) {
    const trails = random.chance(0.4)
    const word = trails ? 'stop trailing' : 'stop'
    clauses.push(piece(`\n  ${word} `, protection(scope, side === 'long' ? '-' : '+')))
    if (trails && random.chance(0.5)) clauses.push(piece(' after ', ahead(scope)))
  }
  if (random.chance(0.4)) clauses.push(target(scope, side === 'long' ? '+' : '-', hasStop))
  if (random.chance(0.3)) clauses.push(expiry(scope, order < 4))
  if (random.chance(0.2)) clauses.push(piece(`\n  up to ${random.int(1, 3)} entries`))
  return piece(`enter ${side}${label} when `, when(scope), ...clauses)
}

/** `at …` a price, of the four kinds; others wait for none. */
function atPrice(scope: Scope, kind: number): readonly Node[] {
  if (kind === 0) return [piece('\n  at limit ', nearby(scope))]
  if (kind === 1) return [piece('\n  at stop ', nearby(scope))]
  if (kind === 2) return [piece('\n  at touch ', nearby(scope))]
  return kind === 3 ? [piece('\n  at stop ', nearby(scope), ' limit ', nearby(scope))] : []
}

/** `exit …` by side, or by the tag of an enter rule. */
export function exitRule(scope: Scope, tags: readonly string[]): Node {
  const { random } = scope
  const side = random.pick(['long', 'short'])
  const what = tags.length > 0 && random.chance(0.4) ? `"${random.pick(tags)}"` : side
  const own = what === side && random.chance(0.2) ? ' "why"' : ''
  const order = random.int(0, 9)
  const clauses = [...atPrice({ ...scope, account: random.chance(0.4) }, order)]
  if (order === 4) clauses.push(piece(random.pick(['\n  at open', '\n  at close'])))
  if (order < 4 && random.chance(0.3)) clauses.push(expiry(scope, true))
  const part = random.pick(['', '', 'half of ', '30% of ', '1/3 of '])
  return piece(`exit ${part}${what}${own} when `, when(scope), ...clauses)
}

/** `oca …` of two tagged rules. */
export function ocaGroup({ random }: Scope, tags: readonly [string, string]): Node {
  const kind = random.pick(['', ' reduce', ' reduce without block'])
  return piece(`oca "${tags[0]}", "${tags[1]}"${kind}`)
}

/** `cancel …` of a tagged rule. */
export function cancelRule(scope: Scope, tags: readonly string[]): Node {
  return piece(`cancel "${scope.random.pick(tags)}" when `, when(scope))
}

/** Half the conditions read the market alone, so that the engine's skipping is put to use. */
function when(scope: Scope): Node {
  return expression({ ...scope, account: scope.random.chance(0.5) }, 'bool', 3)
}

/** A level that the next bars may well reach; an exit's may be the open position's. */
function nearby(scope: Scope): Node {
  const { random } = scope
  if (scope.account && random.chance(0.4))
    return piece('entry_price * ', random.pick(['100%', '101%', '98%']))
  const market = { ...scope, account: false }
  return random.chance(0.5)
    ? piece('close ', random.pick(['+', '-']), ' ', expression(market, 'distance', 1))
    : expression(market, 'level', 2)
}

function size(scope: Scope, hasStop: boolean): Node {
  const { random } = scope
  const market = { ...scope, account: false }
  const literals = ['95% of equity', '20% of equity', '100 shares', '10000 USD']
  if (hasStop && random.chance(0.5)) return piece('risk 1% of equity')
  if (random.chance(0.7)) return piece(random.pick(literals))
  return random.chance(0.5)
    ? piece('abs(', expression(market, 'ratio', 1), ') of equity')
    : piece('(', expression(market, 'shares', 1), ') shares')
}

function protection(scope: Scope, away: string): Node {
  const { random } = scope
  const market = { ...scope, account: false }
  return random.pick([
    () => piece(`entry_price ${away} `, expression(market, 'distance', 1)),
    () => piece(`entry_price * (1 ${away} 5%)`),
    () => piece(`close ${away} 2 * `, expression(market, 'distance', 1)),
    () => expression(market, 'level', 2),
    () =>
      piece(
        'if ',
        expression(market, 'bool', 1),
        ` then entry_price * (1 ${away} 2%) else close ${away} 1`,
      ),
  ])()
}

/** How far ahead a trade must be. */
function ahead(scope: Scope): Node {
  const market = { ...scope, account: false }
  return scope.random.pick([
    () => piece('1R'),
    () => piece('entry_price * 1%'),
    () => piece('abs(', expression(market, 'distance', 1), ')'),
  ])()
}

function target(scope: Scope, towards: string, hasStop: boolean): Node {
  const { random } = scope
  const market = { ...scope, account: false }
  if (hasStop && random.chance(0.6)) {
    return piece(`\n  target entry_price ${towards} `, random.pick(['2R', '0.5R', '1R * 3']))
  }
  return random.chance(0.5)
    ? piece(`\n  target entry_price * (1 ${towards} 3%)`)
    : piece('\n  target ', expression(market, 'level', 1))
}

function expiry(scope: Scope, waits: boolean): Node {
  const { random } = scope
  return piece(
    random.pick([
      () => `\n  expire after ${count(scope, 1, 9)} bars`,
      () => '\n  expire gtc',
      () => '\n  expire day',
      ...(waits && scope.dated ? [() => '\n  expire gtd 2000-01-05'] : []),
      () => '\n  expire ioc',
      () => '\n  expire fok',
    ])(),
  )
}
