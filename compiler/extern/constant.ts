import { nodeIn, nodesIn, type SyntaxNode } from './nodes.ts'

/** Plain data as it is written; undefined where it is anything else. */
export type Written = string | number | boolean | readonly Written[] | WrittenRecord

export interface WrittenRecord {
  readonly [field: string]: Written
}

/** Reads a literal without running anything. */
export function writtenData(node: SyntaxNode): Written | undefined {
  switch (node.type) {
    case 'Literal': {
      const value = node.value
      const plain = ['string', 'number', 'boolean'].includes(typeof value)
      return plain ? (value as string | number | boolean) : undefined
    }
    case 'UnaryExpression': {
      const value = writtenData(nodeIn(node, 'argument')!)
      return node.operator === '-' && typeof value === 'number' ? -value : undefined
    }
    case 'ArrayExpression': {
      const values = nodesIn(node, 'elements').map(writtenData)
      return values.includes(undefined) ? undefined : (values as Written[])
    }
    case 'ObjectExpression': {
      const fields = [...fieldsOf(node)].map(([name, value]) => [name, writtenData(value)] as const)
      return fields.some(([, value]) => value === undefined)
        ? undefined
        : (Object.fromEntries(fields) as WrittenRecord)
    }
    default:
      return undefined
  }
}

/** The fields of an object literal, by name. */
export function fieldsOf(node: SyntaxNode): ReadonlyMap<string, SyntaxNode> {
  return new Map(
    nodesIn(node, 'properties').flatMap((property) => {
      const key = nodeIn(property, 'key')
      const value = nodeIn(property, 'value')
      return key === undefined || value === undefined
        ? []
        : [[String(key.name ?? key.value), value] as const]
    }),
  )
}

type Formula = (...params: number[]) => number

/**
 * `(length) => length - 1` as a function of its parameters, by walking it: numbers, parameters,
 * `+ - * /`, comparisons, `? :` and the exact functions of `Math`. Undefined for anything else.
 */
export function writtenFormula(node: SyntaxNode): Formula | undefined {
  if (node.type === 'Literal' && typeof node.value === 'number') {
    const ticks = node.value
    return () => ticks
  }
  if (node.type !== 'ArrowFunctionExpression' || node.expression !== true) return undefined
  const names = nodesIn(node, 'params').map((param) => String(param.name))
  const value = evaluated(nodeIn(node, 'body')!, names)
  return value && ((...params) => value(params))
}

type Evaluated = (params: readonly number[]) => number

function evaluated(node: SyntaxNode, names: readonly string[]): Evaluated | undefined {
  const of = (field: string) => {
    const inner = nodeIn(node, field)
    return inner && evaluated(inner, names)
  }
  switch (node.type) {
    case 'Literal': {
      const value = node.value
      return typeof value === 'number' ? () => value : undefined
    }
    case 'Identifier': {
      const at = names.indexOf(String(node.name))
      return at < 0 ? undefined : (params) => params[at] ?? Number.NaN
    }
    case 'UnaryExpression': {
      const value = of('argument')
      return node.operator === '-' && value ? (params) => -value(params) : undefined
    }
    case 'BinaryExpression': {
      const [left, right] = [of('left'), of('right')]
      const apply = OPERATIONS[String(node.operator)]
      return left && right && apply ? (params) => apply(left(params), right(params)) : undefined
    }
    case 'ConditionalExpression': {
      const [test, yes, no] = [of('test'), of('consequent'), of('alternate')]
      return test && yes && no ? (params) => (test(params) === 0 ? no : yes)(params) : undefined
    }
    case 'CallExpression': {
      const callee = nodeIn(node, 'callee')
      const object = callee && nodeIn(callee, 'object')
      const apply = FUNCTIONS[String(callee && nodeIn(callee, 'property')?.name)]
      const given = nodesIn(node, 'arguments').map((argument) => evaluated(argument, names))
      if (object?.name !== 'Math' || !apply || given.includes(undefined)) return undefined
      return (params) => apply(...given.map((one) => one!(params)))
    }
    default:
      return undefined
  }
}

const OPERATIONS: Readonly<Record<string, (left: number, right: number) => number>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
  '<': (left, right) => Number(left < right),
  '<=': (left, right) => Number(left <= right),
  '>': (left, right) => Number(left > right),
  '>=': (left, right) => Number(left >= right),
}

const { max, min, ceil, floor, round, trunc, abs, sqrt } = Math

const FUNCTIONS: Readonly<Record<string, (...values: number[]) => number>> = {
  ...{ max, min, ceil, floor, round, trunc, abs, sqrt },
}
