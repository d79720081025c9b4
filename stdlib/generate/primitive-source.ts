import ts from 'typescript'

/** A primitive's file breaks a rule of `Primitive`; says where and why. */
export class StepTextError extends Error {
  override readonly name = 'StepTextError'
}

/** The mistake at `node`, with its place, to be thrown. */
export function complaint(file: ts.SourceFile, node: ts.Node, message: string): StepTextError {
  const start = ts.isSourceFile(node) ? 0 : node.getStart(file)
  const { line, character } = file.getLineAndCharacterOfPosition(start)
  return new StepTextError(`${file.fileName}:${line + 1}:${character + 1}: ${message}`)
}

/** The object literal that a primitive's file exports. Throws StepTextError without one. */
export function primitiveObject(file: ts.SourceFile): ts.ObjectLiteralExpression {
  for (const statement of file.statements) {
    if (!ts.isVariableStatement(statement)) continue
    for (const { type, initializer } of statement.declarationList.declarations) {
      if (type?.getText(file) !== 'Primitive' || initializer === undefined) continue
      if (ts.isObjectLiteralExpression(initializer)) return initializer
    }
  }
  throw complaint(file, file, 'the file must export one `const name: Primitive = { … }`')
}

/** What is written for one property of an object literal. */
export function property(
  object: ts.ObjectLiteralExpression,
  name: string,
): ts.Expression | undefined {
  for (const member of object.properties) {
    if (ts.isPropertyAssignment(member) && member.name.getText() === name) return member.initializer
  }
  return undefined
}
