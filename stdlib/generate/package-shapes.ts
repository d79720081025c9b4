import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import type { PackageShape } from '../externs/adapt.ts'
import { StepTextError } from './primitive-source.ts'

/** The order in which a bar's columns are given. */
const COLUMNS = ['open', 'high', 'low', 'close', 'volume']
/** Columns that an indicator takes and does not compute with. */
const UNUSED: Readonly<Record<string, readonly string[]>> = { HeikinAshi: ['volume', 'timestamp'] }

/**
 * What the declarations of technicalindicators say of classes that stream, by name: the series that
 * one is made with, its numbers, and what a tick of it is.
 * @param folder the package's `declarations`
 */
export function packageShapes(
  folder: string,
  types: readonly string[],
): ReadonlyMap<string, PackageShape> {
  const classes = classesIn(folder)
  return new Map(types.map((type) => [type, shapeOf(type, classes)]))
}

type Classes = ReadonlyMap<string, ts.ClassDeclaration>

function classesIn(folder: string): Classes {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    // `Stochastic.1.d.ts` and its like are left-overs.
    .filter((path) => path.endsWith('.d.ts') && !path.includes('.1.'))
  const all = files.flatMap((path) => {
    const text = readFileSync(join(folder, path), 'utf8')
    return ts
      .createSourceFile(path, text, ts.ScriptTarget.Latest, true)
      .statements.filter(ts.isClassDeclaration)
  })
  return new Map(all.map((one) => [one.name?.text ?? '', one]))
}

function shapeOf(type: string, classes: Classes): PackageShape {
  const own = classes.get(type)
  const next = own?.members.find(
    (member): member is ts.MethodDeclaration =>
      ts.isMethodDeclaration(member) && member.name.getText() === 'nextValue',
  )
  const made = own?.members.find(ts.isConstructorDeclaration)?.parameters[0]?.type?.getText()
  const input = classes.get(made ?? '')
  if (next === undefined || input === undefined) {
    throw new StepTextError(`technicalindicators has no streaming ${type}`)
  }
  const fields = input.members.filter(ts.isPropertyDeclaration)
  const ofType = (text: string) =>
    fields.filter((field) => field.type?.getText() === text).map((field) => field.name.getText())
  const series = ofType('number[]').filter((name) => !UNUSED[type]?.includes(name))
  const lines = next.parameters.length > 1
  const bar = series.some((name) => COLUMNS.includes(name))
  return {
    series: bar ? COLUMNS.filter((name) => series.includes(name)) : series,
    numbers: ofType('number'),
    tick: lines ? 'values' : bar ? 'bar' : 'value',
  }
}
