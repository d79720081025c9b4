import type { ExternMistake } from '../../language/builtins.ts'
import { childrenOf, nodeIn, type Parsed, parseModule, type SyntaxNode } from './nodes.ts'

/** A module that computes and reaches nothing, as it may be run. */
export interface Confined {
  /** Without the word `export`; every index is made a number, every turn of a loop is counted. */
  readonly javascript: string
  /** Every name in it that is not one of `GLOBALS`: bound to nothing before it runs. */
  readonly names: readonly string[]
  /** The module as it was written. */
  readonly tree: Parsed
}

/** What may stand before a dot, behind `new`, or by itself, and is not its own. */
const NAMESPACES = new Set(['Math', 'math', 'Number'])
const CONSTRUCTORS = new Set(['Float64Array', 'Int32Array', 'Array'])
const VALUES = new Set(['NaN', 'Infinity', 'undefined'])
export const GLOBALS: readonly string[] = [...NAMESPACES, ...CONSTRUCTORS, ...VALUES]

/** All that an extern may be written with. What is not here is refused, whatever it does. */
const SYNTAX = new Set([
  ...['VariableDeclaration', 'VariableDeclarator', 'FunctionDeclaration', 'BlockStatement'],
  ...['ReturnStatement', 'IfStatement', 'ForStatement', 'ForOfStatement', 'WhileStatement'],
  ...['BreakStatement', 'ContinueStatement', 'ExpressionStatement', 'EmptyStatement'],
  ...['SwitchStatement', 'SwitchCase', 'Identifier', 'Literal', 'BinaryExpression'],
  ...['LogicalExpression', 'UnaryExpression', 'UpdateExpression', 'AssignmentExpression'],
  ...['ConditionalExpression', 'MemberExpression', 'ChainExpression', 'CallExpression'],
  ...['NewExpression', 'ObjectExpression', 'Property', 'ArrayExpression', 'SpreadElement'],
  ...['ArrayPattern', 'ObjectPattern', 'RestElement', 'AssignmentPattern'],
  ...['ArrowFunctionExpression', 'FunctionExpression', 'ExportNamedDeclaration'],
])

/** The way out of a value to what made it, and what differs from place to place. */
const KEYS =
  /^(constructor|prototype|caller|callee|arguments|call|apply|bind|eval|__.*|toLocale\w*|localeCompare)$/
const OPERATORS = new Set(['**', '**=', 'in', 'instanceof', 'delete', 'void'])
const EXACT = /^(abs|sqrt|min|max|floor|ceil|trunc|round|sign|PI|E)$/
const OURS = /^(exp|log|pow|sin|cos|atan)$/

/** What runs again and again. `__left` is nobody's: no name of an extern's own begins with `__`. */
const COUNTED = new Set([
  ...['ForStatement', 'ForOfStatement', 'WhileStatement'],
  ...['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'],
])

/** What is gathered on the way through a module. */
interface Walk {
  readonly text: string
  readonly names: Set<string>
  readonly declared: Set<string>
  readonly used: { readonly name: string; readonly offset: number }[]
  readonly edits: Edit[]
  mistake?: ExternMistake
}

interface Edit {
  readonly at: number
  readonly end: number
  readonly text: string
}

/** Reads a module and refuses what could reach beyond its own numbers. Runs nothing. */
export function confine(text: string): Confined | ExternMistake {
  // In a module these are operators, in a function's text they begin a comment.
  const odd = text.search(/<!--|-->/)
  if (odd >= 0) return { offset: odd, mistake: 'write a space between these signs.' }
  const parsed = parseModule(text, 'javascript')
  if ('mistake' in parsed) return parsed
  const walk: Walk = { text, names: new Set(), declared: new Set(), used: [], edits: [] }
  for (const statement of parsed.body) visit(walk, statement, undefined)
  if (walk.mistake !== undefined) return walk.mistake
  const foreign = walk.used.find((one) => !walk.declared.has(one.name))
  if (foreign !== undefined) {
    const what = `there is no \`${foreign.name}\` here: an extern has its own names, Math and math.`
    return { offset: foreign.offset, mistake: what }
  }
  return { javascript: edited(text, walk.edits), names: [...walk.names], tree: parsed }
}

function refuse(walk: Walk, { start }: SyntaxNode, mistake: string): void {
  walk.mistake ??= { offset: start, mistake }
}

function visit(walk: Walk, node: SyntaxNode, parent: SyntaxNode | undefined): void {
  if (walk.mistake !== undefined) return
  const { type, start, end } = node
  const told = unwritable(walk, node, parent)
  if (told !== undefined) {
    refuse(walk, node, told)
    return
  }
  switch (type) {
    case 'Identifier':
      visitName(walk, node, parent)
      return
    case 'MemberExpression':
      visitMember(walk, node)
      return
    case 'Property':
      visitProperty(walk, node, parent?.type === 'ObjectPattern')
      return
    case 'ExportNamedDeclaration':
      walk.edits.push({ at: start, end: nodeIn(node, 'declaration')?.start ?? end, text: '' })
      break
    default:
  }
  const body = COUNTED.has(type) ? nodeIn(node, 'body')! : undefined
  const [before, after] = body === undefined ? [] : countOf(body)
  if (before !== undefined) walk.edits.push(before)
  for (const child of childrenOf(node)) visit(walk, child, node)
  // Behind those of what is inside, which may end where it does.
  if (after !== undefined) walk.edits.push(after)
}

/** What lets a body that runs again and again count how often, and end where that is too often. */
function countOf({ type, start, end }: SyntaxNode): readonly [before: Edit, after?: Edit] {
  const insert = (at: number, text: string): Edit => ({ at, end: at, text })
  if (type === 'BlockStatement') return [insert(start + 1, 'if (--__left < 0) __over();')]
  return /Statement$|Declaration$/.test(type)
    ? [insert(start, '{if (--__left < 0) __over();'), insert(end, '}')]
    : [insert(start, '(--__left < 0 ? __over() : '), insert(end, ')')]
}

/** Why a node may not stand in an extern, by its kind alone. */
function unwritable(
  { text }: Walk,
  node: SyntaxNode,
  parent: SyntaxNode | undefined,
): string | undefined {
  const { type, start, end, operator } = node
  if (!SYNTAX.has(type) || node.async === true || node.generator === true) {
    return `\`${excerpt(text, start, end)}\` is not what an extern may be written with.`
  }
  if (OPERATORS.has(String(operator))) {
    return `an extern may not use \`${operator}\`; for powers there is \`math.pow\`.`
  }
  if (type === 'ExportNamedDeclaration') {
    const whole = parent === undefined && nodeIn(node, 'declaration') !== undefined
    return whole ? undefined : 'write `export const name = …`.'
  }
  const odd = type === 'Literal' && ('regex' in node || 'bigint' in node)
  return odd ? 'an extern may not use patterns or big integers.' : undefined
}

function visitName(walk: Walk, node: SyntaxNode, parent: SyntaxNode | undefined): void {
  const name = String(node.name)
  if (CONSTRUCTORS.has(name) && parent?.type === 'NewExpression' && parent.callee === node) return
  if (KEYS.test(name)) refuse(walk, node, `an extern has no \`${name}\`.`)
  else if (NAMESPACES.has(name) || CONSTRUCTORS.has(name)) {
    refuse(walk, node, `\`${name}\` may not stand here.`)
  } else if (!VALUES.has(name)) {
    walk.names.add(name)
    if (parent !== undefined && declares(parent, node)) walk.declared.add(name)
    else walk.used.push({ name, offset: node.start })
  }
}

function visitMember(walk: Walk, node: SyntaxNode): void {
  const object = nodeIn(node, 'object')!
  const key = nodeIn(node, 'property')!
  const before = object.type === 'Identifier' ? String(object.name) : ''
  const namespace = NAMESPACES.has(before)
  if (node.computed === true) {
    if (namespace) refuse(walk, node, `write \`${before}.name\`.`)
    else visit(walk, object, node)
    visit(walk, key, node)
    // Whatever it comes to, it is a number that is looked up.
    walk.edits.push({ at: key.start, end: key.start, text: '+(' })
    walk.edits.push({ at: key.end, end: key.end, text: ')' })
    return
  }
  const field = key.type === 'Identifier' ? String(key.name) : ''
  if (field === '' || KEYS.test(field)) {
    refuse(walk, key, `an extern may not read \`.${field}\`.`)
  } else if (before === 'Math' && !EXACT.test(field)) {
    const better = OURS.test(field) ? `; write \`math.${field}\`` : ''
    refuse(walk, key, `\`Math.${field}\` is not the same on every machine${better}.`)
  } else if (before === 'math' && !OURS.test(field)) {
    refuse(walk, key, `there is no \`math.${field}\`.`)
  } else if (!namespace) visit(walk, object, node)
}

function visitProperty(walk: Walk, node: SyntaxNode, isPattern: boolean): void {
  const key = nodeIn(node, 'key')!
  if (node.computed === true || node.kind !== 'init') {
    refuse(walk, node, 'a field has a plain name.')
  } else if (KEYS.test(String(key.name ?? key.value))) {
    refuse(walk, key, 'a field may not have this name.')
  } else {
    const value = nodeIn(node, 'value')!
    // In a pattern a name is made, as a list's is.
    visit(walk, value, isPattern ? { ...node, type: 'ArrayPattern' } : node)
  }
}

/** Whether an identifier is made there, and not read. */
function declares(parent: SyntaxNode, node: SyntaxNode): boolean {
  switch (parent.type) {
    case 'VariableDeclarator':
    case 'FunctionDeclaration':
    case 'ArrowFunctionExpression':
    case 'FunctionExpression':
      return parent.init !== node && parent.body !== node
    case 'ArrayPattern':
    case 'RestElement':
      return true
    case 'AssignmentPattern':
      return parent.left === node
    default:
      return false
  }
}

function edited(text: string, edits: readonly Edit[]): string {
  let result = ''
  let from = 0
  for (const edit of [...edits].sort((a, b) => a.at - b.at)) {
    result += text.slice(from, edit.at) + edit.text
    from = Math.max(from, edit.end)
  }
  return result + text.slice(from)
}

function excerpt(text: string, start: number, end: number): string {
  return text.slice(start, Math.min(end, start + 40)).split('\n')[0]!
}
