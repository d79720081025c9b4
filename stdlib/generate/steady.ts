import ts from 'typescript'
import { primitiveObject, property } from './primitive-source.ts'

const COMPARISONS: Readonly<Record<string, (left: number, right: number) => boolean>> = {
  '<': (left, right) => left < right,
  '<=': (left, right) => left <= right,
  '>': (left, right) => left > right,
  '>=': (left, right) => left >= right,
  '===': (left, right) => left === right,
  '!==': (left, right) => left !== right,
}

/**
 * A primitive's file with its `steady` values in place of that state, without what would change
 * them and without branches that are then never taken; undefined where nothing is steady.
 */
export function steadySource(file: ts.SourceFile): string | undefined {
  const declared = property(primitiveObject(file), 'steady')
  if (declared === undefined || !ts.isObjectLiteralExpression(declared)) return undefined
  const values = new Map(
    declared.properties.filter(ts.isPropertyAssignment).map(({ name, initializer }) => {
      return [name.getText(file), initializer] as const
    }),
  )
  const { transformed } = ts.transform(file, [
    (context) => (root) => settled(root, values, context),
  ])
  return ts.createPrinter().printFile(transformed[0]!)
}

function settled(
  root: ts.SourceFile,
  values: ReadonlyMap<string, ts.Expression>,
  context: ts.TransformationContext,
): ts.SourceFile {
  const { factory } = context
  const value = (node: ts.Node) =>
    ts.isPropertyAccessExpression(node) && node.expression.getText(root) === 'state'
      ? values.get(node.name.text)
      : undefined
  const isChange = (node: ts.Node) =>
    ts.isExpressionStatement(node) &&
    ts.isBinaryExpression(node.expression) &&
    value(node.expression.left) !== undefined

  function visit(node: ts.Node): ts.Node | undefined {
    if (isChange(node)) return undefined
    const known = value(node)
    if (known !== undefined) {
      return ts.isStringLiteral(known) ? factory.createIdentifier(known.text) : known
    }
    if (ts.isBlock(node)) return factory.updateBlock(node, node.statements.flatMap(statements))
    if (ts.isIfStatement(node)) {
      const taken = decided(ts.visitNode(node.expression, visit, ts.isExpression))
      if (taken === true) return visit(node.thenStatement)
      if (taken === false) return node.elseStatement && visit(node.elseStatement)
    }
    if (ts.isConditionalExpression(node)) {
      const taken = decided(ts.visitNode(node.condition, visit, ts.isExpression))
      if (taken !== undefined) return visit(taken ? node.whenTrue : node.whenFalse)
    }
    return ts.visitEachChild(node, visit, context)
  }

  /** A branch that is always taken stands where its `if` stood. */
  function statements(node: ts.Statement): readonly ts.Statement[] {
    const left = visit(node) as ts.Statement | undefined
    if (left === undefined) return []
    const isOpened = ts.isBlock(left) && !left.statements.some(ts.isVariableStatement)
    return isOpened ? left.statements : [left]
  }

  return ts.visitEachChild(root, visit, context)
}

/** A comparison of numbers, or of a name with itself. */
function decided(condition: ts.Expression | undefined): boolean | undefined {
  if (condition === undefined || !ts.isBinaryExpression(condition)) return undefined
  const { left, right, operatorToken } = condition
  const compare = COMPARISONS[ts.tokenToString(operatorToken.kind) ?? '']
  if (compare === undefined) return undefined
  if (ts.isIdentifier(left) && ts.isIdentifier(right)) {
    return left.text === right.text ? compare(0, 0) : undefined
  }
  if (!ts.isNumericLiteral(left) || !ts.isNumericLiteral(right)) return undefined
  return compare(Number(left.text), Number(right.text))
}
