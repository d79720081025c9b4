import type {
  ExternFunction,
  ExternMistake,
  InputSpec,
  ParamSpec,
  PrimitiveSignature,
  ResultRule,
} from '../../language/builtins.ts'
import {
  BARE,
  BARS,
  MONEY,
  OSCILLATOR,
  PRICE,
  RATIO,
  SHARES,
  type Unit,
} from '../../language/types.ts'
import {
  fieldsOf,
  type Written,
  type WrittenRecord,
  writtenData,
  writtenFormula,
} from './constant.ts'
import type { SyntaxNode } from './nodes.ts'

/** A mistake in a declaration, thrown to whoever reads the file and told from there. */
class Misdeclared extends Error {
  readonly told: ExternMistake
  constructor(node: SyntaxNode, mistake: string) {
    super(mistake)
    this.told = { offset: node.start, mistake }
  }
}

const UNITS: Readonly<Record<string, Unit>> = {
  price: PRICE,
  money: MONEY,
  shares: SHARES,
  ratio: RATIO,
  oscillator: OSCILLATOR,
  bars: BARS,
  number: BARE,
}

const FIELDS = ['inputs', 'params', 'result', 'results', 'warmup', 'settles', 'create']
const NATURAL = ['open', 'high', 'low', 'close', 'volume'] as const

/** What one `export const` declares: the function's shape, read and not run. */
export function declaredFunction(
  prefix: string,
  name: string,
  doc: string,
  value: SyntaxNode,
): ExternFunction | ExternMistake {
  try {
    return functionOf(prefix, name, doc, value)
  } catch (error) {
    if (error instanceof Misdeclared) return error.told
    throw error
  }
}

function functionOf(prefix: string, name: string, doc: string, value: SyntaxNode): ExternFunction {
  if (value.type !== 'ObjectExpression') {
    throw new Misdeclared(value, `\`${name}\` is to be an object with ${FIELDS.join(', ')}.`)
  }
  const fields = fieldsOf(value)
  for (const [field, node] of fields) {
    if (FIELDS.includes(field)) continue
    throw new Misdeclared(
      node,
      `\`${name}\` has no \`${field}\`; it may have ${FIELDS.join(', ')}.`,
    )
  }
  const create = fields.get('create')
  if (create === undefined || !/FunctionExpression$/.test(create.type)) {
    throw new Misdeclared(value, `\`${name}\` needs \`create(…) { … return { step(…) { … } } }\`.`)
  }
  const inputs = listIn(fields.get('inputs'), 'inputs', value).map((one) => inputOf(one, value))
  const params = listIn(fields.get('params'), 'params', value, []).map((one) => paramOf(one, value))
  const warmup = formulaIn(fields.get('warmup'), 'warmup', value)!
  const settles = formulaIn(fields.get('settles'), 'settles', value, 'never')
  const signature = (field: string | undefined, result: Written): PrimitiveSignature => ({
    name: field === undefined ? `${prefix}.${name}` : `${prefix}.${name}.${field}`,
    doc,
    source: `the file ${prefix}`,
    inputs,
    params,
    result: ruleOf(result, fields.get('result') ?? fields.get('results')!),
    warmup: warmup as (...values: number[]) => number,
    ...(settles === undefined ? {} : { settles }),
    optional: true,
    state: true,
  })
  const several = fields.get('results')
  if (several !== undefined) {
    const rules = writtenData(several)
    if (rules === undefined || !isRecord(rules) || Object.keys(rules).length === 0) {
      throw new Misdeclared(
        several,
        '`results` names each field and what it is: `{ upper: "same" }`.',
      )
    }
    return {
      name,
      results: Object.entries(rules).map(([field, rule]) => ({
        field,
        signature: signature(field, rule),
      })),
    }
  }
  const single = fields.get('result')
  const rule = single && writtenData(single)
  if (rule === undefined) {
    throw new Misdeclared(
      single ?? value,
      `\`${name}\` needs a \`result\`: a unit, "same", "bool" or { unit, weight }.`,
    )
  }
  return { name, results: [{ signature: signature(undefined, rule) }] }
}

function isRecord(value: Written): value is WrittenRecord {
  return typeof value === 'object' && !Array.isArray(value)
}

function listIn(
  node: SyntaxNode | undefined,
  field: string,
  whole: SyntaxNode,
  absent?: readonly WrittenRecord[],
): readonly WrittenRecord[] {
  const data = node === undefined ? absent : writtenData(node)
  const list = Array.isArray(data) ? (data as readonly Written[]) : undefined
  if (list === undefined || !list.every(isRecord)) {
    throw new Misdeclared(
      node ?? whole,
      `\`${field}\` is a list of objects, written out: \`[{ name: "x" }]\`.`,
    )
  }
  return list
}

function inputOf(written: WrittenRecord, at: SyntaxNode): InputSpec {
  const { name, type = 'number', unit, natural } = written
  if (typeof name !== 'string' || !/^[A-Za-z_]\w*$/.test(name)) {
    throw new Misdeclared(at, 'each of `inputs` has a `name`.')
  }
  if (type !== 'number' && type !== 'bool') {
    throw new Misdeclared(at, `the input \`${name}\` is a "number" or a "bool".`)
  }
  const known = NATURAL.find((one) => one === natural)
  if (natural !== undefined && known === undefined) {
    throw new Misdeclared(at, `\`natural\` of \`${name}\` is one of ${NATURAL.join(', ')}.`)
  }
  return {
    name,
    type,
    ...(unit === undefined ? {} : { unit: unitOf(unit, at) }),
    ...(known === undefined ? {} : { natural: known }),
  }
}

function paramOf(written: WrittenRecord, at: SyntaxNode): ParamSpec {
  const { name, integer = true, min, max, value } = written
  if (typeof name !== 'string' || !/^[A-Za-z_]\w*$/.test(name)) {
    throw new Misdeclared(at, 'each of `params` has a `name`.')
  }
  if (typeof min !== 'number' || typeof max !== 'number' || min > max) {
    throw new Misdeclared(at, `the param \`${name}\` needs numbers \`min\` and \`max\`.`)
  }
  if (typeof integer !== 'boolean' || (value !== undefined && typeof value !== 'number')) {
    throw new Misdeclared(at, `\`integer\` of \`${name}\` is true or false, \`value\` a number.`)
  }
  return { name, integer, min, max, ...(value === undefined ? {} : { value }) }
}

function unitOf(written: Written, at: SyntaxNode): Unit {
  const unit = typeof written === 'string' ? UNITS[written] : undefined
  if (unit === undefined) {
    throw new Misdeclared(at, `a unit is one of ${Object.keys(UNITS).join(', ')}.`)
  }
  return unit
}

function ruleOf(written: Written, at: SyntaxNode): PrimitiveSignature['result'] {
  if (written === 'bool') return { bool: true }
  const { unit, weight = 'unknown' }: WrittenRecord = isRecord(written)
    ? written
    : { unit: written, weight: written === 'same' ? 'same' : 'unknown' }
  if (weight !== 'same' && weight !== 'unknown' && typeof weight !== 'number') {
    throw new Misdeclared(at, 'a `weight` is "same", "unknown", 0 for a distance or 1 for a level.')
  }
  return { unit: unit === 'same' ? 'same' : unitOf(unit ?? '', at), weight } satisfies ResultRule
}

/** A formula of whole ticks, never negative. */
function formulaIn(
  node: SyntaxNode | undefined,
  field: string,
  whole: SyntaxNode,
  word?: 'never',
): ((...values: number[]) => number) | 'never' | undefined {
  if (node === undefined && word !== undefined) return undefined
  if (node?.value === word && word !== undefined) return word
  const formula = node && writtenFormula(node)
  if (formula === undefined) {
    throw new Misdeclared(
      node ?? whole,
      `\`${field}\` is a formula over the params, such as \`(length) => length - 1\`.`,
    )
  }
  return (...values) => {
    const ticks = Math.ceil(formula(...values))
    return Math.max(ticks, 0)
  }
}
