import ts from 'typescript'
import type { StateFieldText } from '../builtin.ts'
import { complaint } from './primitive-source.ts'

/** The operators that give the same bits in every engine. */
export const ARITHMETIC: ReadonlySet<string> = new Set(
  '+ - * / % < <= > >= === !== && ||'.split(' '),
)

const EXACT = new Set(['abs', 'sqrt', 'min', 'max', 'floor', 'ceil', 'trunc'])

/** `(length) => length - 1` as `$0$ - 1`. Throws StepTextError where it is no formula. */
export function formulaText(file: ts.SourceFile, formula: ts.Expression): string {
  const { parameters, body } = arrow(file, formula)
  return expressionText(file, body, parameters)
}

/** The fields of `(length) => ({ sum: 0, ring: new Float64Array(length) })`, in order. */
export function stateText(file: ts.SourceFile, state: ts.Expression): readonly StateFieldText[] {
  const { parameters, body } = arrow(file, state)
  const object = ts.isParenthesizedExpression(body) ? body.expression : body
  if (!ts.isObjectLiteralExpression(object)) {
    throw complaint(file, state, '`state` must be `(…) => ({ field: value, … })`')
  }
  return object.properties.map((field) => {
    if (!ts.isPropertyAssignment(field)) {
      throw complaint(file, field, 'a field of the state is `name: value`')
    }
    return fieldText(file, field, parameters)
  })
}

function fieldText(
  file: ts.SourceFile,
  field: ts.PropertyAssignment,
  parameters: readonly string[],
): StateFieldText {
  const name = field.name.getText(file)
  const value = field.initializer
  const length = arrayLength(value)
  if (length !== undefined) {
    return { kind: 'array', name, length: expressionText(file, length, parameters), fill: '0' }
  }
  if (ts.isCallExpression(value) && ts.isPropertyAccessExpression(value.expression)) {
    const filled = arrayLength(value.expression.expression)
    const [fill] = value.arguments
    if (filled !== undefined && value.expression.name.text === 'fill' && fill !== undefined) {
      return {
        kind: 'array',
        name,
        length: expressionText(file, filled, parameters),
        fill: expressionText(file, fill, parameters),
      }
    }
  }
  return { kind: 'number', name, value: expressionText(file, value, parameters) }
}

/** `length` of `new Float64Array(length)`. */
function arrayLength(value: ts.Expression): ts.Expression | undefined {
  if (!ts.isNewExpression(value) || value.expression.getText() !== 'Float64Array') return undefined
  return value.arguments?.[0]
}

function arrow(file: ts.SourceFile, formula: ts.Expression) {
  if (!ts.isArrowFunction(formula) || ts.isBlock(formula.body)) {
    throw complaint(file, formula, 'the formula must be an arrow function with an expression body')
  }
  const parameters = formula.parameters.map((parameter) => parameter.name.getText(file))
  return { parameters, body: formula.body }
}

function expressionText(
  file: ts.SourceFile,
  expression: ts.Expression,
  parameters: readonly string[],
): string {
  const transform = (context: ts.TransformationContext) => (root: ts.Expression) => {
    const visit = (node: ts.Node): ts.Node => {
      if (ts.isIdentifier(node)) {
        const index = parameters.indexOf(node.text)
        if (index >= 0) return ts.factory.createIdentifier(`$${index}$`)
        throw complaint(file, node, `the formula may read its params, not \`${node.text}\``)
      }
      if (node.getText(file) === 'Number.NaN') return ts.factory.createIdentifier('0 / 0')
      if (ts.isPropertyAccessExpression(node) && isExactMath(node)) return node
      if (!allowed(node)) {
        throw complaint(file, node, `the formula cannot hold ${ts.SyntaxKind[node.kind]}`)
      }
      return ts.visitEachChild(node, visit, context)
    }
    return ts.visitNode(root, visit, ts.isExpression)
  }
  const { transformed } = ts.transform(expression, [transform])
  const printer = ts.createPrinter({ removeComments: true })
  return printer.printNode(ts.EmitHint.Unspecified, transformed[0]!, file)
}

function allowed(node: ts.Node): boolean {
  return (
    (ts.isBinaryExpression(node) && ARITHMETIC.has(node.operatorToken.getText())) ||
    ts.isPrefixUnaryExpression(node) ||
    ts.isConditionalExpression(node) ||
    ts.isParenthesizedExpression(node) ||
    ts.isCallExpression(node) ||
    ts.isNumericLiteral(node)
  )
}

/** `Math.abs` and the like, exact in every engine. */
export function isExactMath(callee: ts.PropertyAccessExpression): boolean {
  return callee.expression.getText() === 'Math' && EXACT.has(callee.name.text)
}
