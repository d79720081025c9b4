import fc from 'fast-check'

/** The part of JSON Schema that the OpenAPI document uses. */
export interface Schema {
  readonly $ref?: string
  readonly type?: string
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly pattern?: string
  readonly minimum?: number
  readonly maximum?: number
  readonly exclusiveMinimum?: number
  readonly anyOf?: readonly Schema[]
  readonly items?: Schema
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: Schema | boolean
}

export type Components = Readonly<Record<string, Schema>>

/**
 * Values that a schema allows; every other time, for a field of that name, what is `known` to be
 * there. Throws for a type that it does not know: then the document grew.
 */
export function arbitraryOf(
  schema: Schema,
  components: Components,
  known: Readonly<Record<string, unknown>>,
): fc.Arbitrary<unknown> {
  const of = (one: Schema) => arbitraryOf(one, components, known)
  if (schema.$ref !== undefined) return of(components[schema.$ref.replace(/.*\//, '')]!)
  if (schema.const !== undefined) return fc.constant(schema.const)
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum)
  if (schema.anyOf !== undefined) return fc.oneof(...schema.anyOf.map(of))
  switch (schema.type) {
    case 'null':
      return fc.constant(null)
    case 'string':
      return schema.pattern === undefined
        ? fc.string({ unit: 'binary' })
        : fc.stringMatching(new RegExp(schema.pattern))
    case 'number':
    case 'integer':
      return fc.double({
        min: schema.minimum ?? schema.exclusiveMinimum ?? -1e9,
        max: schema.maximum ?? 1e9,
        noNaN: true,
      })
    case 'array':
      return fc.array(of(schema.items ?? {}))
    case 'object': {
      const { properties = {}, required = [], additionalProperties } = schema
      if (typeof additionalProperties === 'object') {
        return fc.dictionary(fc.string({ unit: 'binary' }), of(additionalProperties))
      }
      const fields: Record<string, fc.Arbitrary<unknown>> = {}
      for (const [name, one] of Object.entries(properties)) {
        fields[name] = name in known ? fc.oneof(of(one), fc.constant(known[name])) : of(one)
      }
      return fc.record(fields, { requiredKeys: [...required] })
    }
    default:
      throw new Error(`no values for ${JSON.stringify(schema)}`)
  }
}

/** The same, spoilt: a field of another kind, gone, too much, very long; or all is another. */
export function spoilt(values: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const other = fc.oneof(
    fc.jsonValue(),
    fc.string({ unit: 'binary' }),
    fc.constantFrom('x'.repeat(100_000), '\u0000', '\ud800', '../../etc/passwd', '__proto__'),
    fc.constantFrom(-1, 0, 1e308, 5e-324, 2 ** 53, -0),
  )
  const change = fc.constantFrom('replace' as const, 'drop' as const, 'add' as const)
  const changed = fc
    .tuple(values, change, fc.nat(), fc.string({ unit: 'binary' }), other)
    .map(([value, how, which, name, instead]) => {
      if (typeof value !== 'object' || value === null) return instead
      const fields = Object.entries(value)
      const at = fields.length === 0 ? 0 : which % fields.length
      if (how === 'add') return Object.fromEntries([...fields, [name, instead]])
      if (how === 'drop') return Object.fromEntries(fields.toSpliced(at, 1))
      return Object.fromEntries(fields.toSpliced(at, 1, [fields[at]?.[0] ?? name, instead]))
    })
  return fc.oneof({ weight: 6, arbitrary: changed }, { weight: 1, arbitrary: other })
}
