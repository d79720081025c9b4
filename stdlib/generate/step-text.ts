import ts from 'typescript'
import type { StepText } from '../builtin.ts'
import { MATH } from '../math.ts'
import { ARITHMETIC, formulaText, isExactMath, stateText } from './formula-text.ts'
import { complaint, primitiveObject, property } from './primitive-source.ts'
import { steadySource } from './steady.ts'

const ASSIGNMENT: ReadonlySet<string> = new Set(['=', '+=', '-=', '*=', '/='])
const DETERMINISTIC: ReadonlySet<string> = new Set(Object.keys(MATH))

/** What a name in the step may stand for, and the file it stands in. */
interface Scope {
  readonly file: ts.SourceFile
  readonly state: boolean
  readonly window: boolean
  readonly names: Set<string>
}

/**
 * Reads a `stdlib/primitives/*.ts` file and returns the inlinable texts of its primitive.
 * @param path for messages only
 * @throws StepTextError when `step` or one of the formulas breaks its rule
 */
export function stepText(source: string, path: string): StepText {
  const file = ts.createSourceFile(path, source, ts.ScriptTarget.ES2022, true)
  const primitive = primitiveObject(file)
  const window = property(primitive, 'window')
  const state = property(primitive, 'state')
  const steady = steadySource(file)
  return {
    warmup: formulaText(file, property(primitive, 'warmup') ?? primitive),
    ...(window === undefined ? {} : { window: formulaText(file, window) }),
    state: state === undefined ? [] : stateText(file, state),
    ...bodyText(file, primitive),
    ...(steady === undefined ? {} : { steady: steadyText(steady, path) }),
  }
}

function steadyText(source: string, path: string): NonNullable<StepText['steady']> {
  const file = ts.createSourceFile(path, source, ts.ScriptTarget.ES2022, true)
  const { body, result } = bodyText(file, primitiveObject(file))
  return { body, result }
}

function bodyText(
  file: ts.SourceFile,
  primitive: ts.ObjectLiteralExpression,
): Pick<StepText, 'parameters' | 'body' | 'result'> {
  const step = property(primitive, 'step')
  if (step === undefined || !ts.isArrowFunction(step)) {
    throw complaint(file, primitive, 'the primitive needs `step: (…) => …`, an arrow function')
  }
  const names = step.parameters.map((parameter) => parameter.name.getText(file))
  const parameters = names.filter((name) => name !== 'state' && name !== 'w')
  const scope: Scope = {
    file,
    state: names.includes('state'),
    window: names.includes('w'),
    names: new Set(parameters),
  }
  checkOrder(scope, primitive, step, names)
  if (!ts.isBlock(step.body)) return { parameters, body: '', result: text(step.body, scope) }
  const last = step.body.statements.at(-1)
  if (last === undefined || !ts.isReturnStatement(last) || last.expression === undefined) {
    throw complaint(file, step.body, 'step must end with its one `return value`')
  }
  const body = step.body.statements.slice(0, -1).map((statement) => text(statement, scope))
  return { parameters, body: body.join('\n'), result: text(last.expression, scope) }
}

/** step(state, w, ...inputs, ...params), with `state` and `w` exactly where they are declared. */
function checkOrder(
  scope: Scope,
  primitive: ts.ObjectLiteralExpression,
  step: ts.ArrowFunction,
  parameters: readonly string[],
): void {
  const expected = [
    ...(property(primitive, 'state') === undefined ? [] : ['state']),
    ...(property(primitive, 'window') === undefined ? [] : ['w']),
  ]
  const found = parameters.filter((name) => name === 'state' || name === 'w')
  const inOrder = expected.every((name, at) => parameters[at] === name)
  if (found.length === expected.length && inOrder) return
  const declared = expected.length === 0 ? 'neither state nor window' : expected.join(', ')
  throw complaint(
    scope.file,
    step,
    `step takes (${parameters.join(', ')}), but the primitive declares ${declared}`,
  )
}

function text(node: ts.Node, scope: Scope): string {
  const transform = (context: ts.TransformationContext) => (root: ts.Node) => {
    const visit = (child: ts.Node): ts.Node => inlinable(child, scope, visit, context)
    return visit(root)
  }
  const { transformed } = ts.transform(node, [transform])
  const printer = ts.createPrinter({ removeComments: true })
  return printer.printNode(ts.EmitHint.Unspecified, transformed[0]!, scope.file)
}

/** One node with its names in dollars, or a complaint when the rule has no room for it. */
function inlinable(
  node: ts.Node,
  scope: Scope,
  visit: (node: ts.Node) => ts.Node,
  context: ts.TransformationContext,
): ts.Node {
  if (ts.isNonNullExpression(node)) return visit(node.expression)
  if (ts.isIdentifier(node)) return renamed(node, scope)
  if (ts.isVariableDeclaration(node)) declare(node, scope)
  if (ts.isPropertyAccessExpression(node)) return member(node, scope)
  if (ts.isCallExpression(node)) return call(node, scope, visit, context)
  if (ts.isBinaryExpression(node)) checkOperator(node, scope)
  if (!allowed(node)) {
    throw complaint(scope.file, node, `step cannot hold ${ts.SyntaxKind[node.kind]}`)
  }
  return ts.visitEachChild(node, visit, context)
}

function allowed(node: ts.Node): boolean {
  return (
    ts.isBlock(node) ||
    ts.isVariableStatement(node) ||
    ts.isVariableDeclarationList(node) ||
    ts.isVariableDeclaration(node) ||
    ts.isExpressionStatement(node) ||
    ts.isIfStatement(node) ||
    ts.isForStatement(node) ||
    ts.isWhileStatement(node) ||
    ts.isBinaryExpression(node) ||
    ts.isPrefixUnaryExpression(node) ||
    ts.isPostfixUnaryExpression(node) ||
    ts.isConditionalExpression(node) ||
    ts.isParenthesizedExpression(node) ||
    ts.isElementAccessExpression(node) ||
    ts.isNumericLiteral(node)
  )
}

function checkOperator(node: ts.BinaryExpression, scope: Scope): void {
  const operator = node.operatorToken.getText(scope.file)
  if (ARITHMETIC.has(operator) || ASSIGNMENT.has(operator)) return
  const hint = operator.startsWith('**') ? '; a power is math.pow(x, y)' : ''
  throw complaint(scope.file, node, `step cannot use \`${operator}\`${hint}`)
}

function declare(node: ts.VariableDeclaration, scope: Scope): void {
  if (!ts.isIdentifier(node.name) || node.type !== undefined || node.initializer === undefined) {
    throw complaint(scope.file, node, 'a local is `let name = value` or `const name = value`')
  }
  scope.names.add(node.name.text)
}

function renamed(node: ts.Identifier, scope: Scope): ts.Identifier {
  if (scope.names.has(node.text)) return ts.factory.createIdentifier(`$${node.text}$`)
  throw complaint(
    scope.file,
    node,
    `step may read its parameters, its locals and its state, not \`${node.text}\``,
  )
}

function member(node: ts.PropertyAccessExpression, scope: Scope): ts.Identifier {
  const object = node.expression.getText(scope.file)
  if (object === 'state' && scope.state) {
    return ts.factory.createIdentifier(`$state.${node.name.text}$`)
  }
  throw complaint(scope.file, node, `step cannot read \`${node.getText(scope.file)}\``)
}

function call(
  node: ts.CallExpression,
  scope: Scope,
  visit: (node: ts.Node) => ts.Node,
  context: ts.TransformationContext,
): ts.Node {
  const callee = node.expression
  if (ts.isIdentifier(callee) && callee.text === 'w' && scope.window) {
    const [ticksAgo] = node.arguments
    if (node.arguments.length === 1 && ticksAgo !== undefined) {
      return ts.factory.createIdentifier(`$w($ ${text(ticksAgo, scope)} $)$`)
    }
  }
  if (ts.isPropertyAccessExpression(callee) && isMath(callee)) {
    const arguments_ = ts.visitNodes(node.arguments, visit, ts.isExpression)
    return context.factory.updateCallExpression(node, callee, undefined, arguments_)
  }
  throw complaint(
    scope.file,
    node,
    `step may call w(k), Math.abs sqrt min max floor ceil trunc and math.${Object.keys(MATH).join(' ')}`,
  )
}

function isMath(callee: ts.PropertyAccessExpression): boolean {
  if (isExactMath(callee)) return true
  return callee.expression.getText() === 'math' && DETERMINISTIC.has(callee.name.text)
}
