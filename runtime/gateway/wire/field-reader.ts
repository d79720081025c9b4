/** A request that ends too early or has a word where a number belongs. */
export class MalformedRequest extends Error {}

/** Reads the fields of one message in their order; an empty field is 0, no flag, or no text. */
export interface FieldReader {
  text(): string
  integer(): number
  /** An integer that an empty field or the largest 32-bit one leaves open. */
  number(): number | undefined
  /** A decimal that an empty field or the largest double leaves open. */
  decimal(): number | undefined
  flag(): boolean
  skip(count: number): void
  /** Fields not read yet. */
  left(): number
}

/** A reader of a message's fields that starts at the first. */
export function fieldReader(fields: readonly string[]): FieldReader {
  let at = 0
  const text = (): string => {
    const field = fields[at]
    if (field === undefined) throw new MalformedRequest(`the message ends after ${at} fields`)
    at += 1
    return field
  }
  const decimal = (): number | undefined => {
    const field = text()
    if (field === '') return undefined
    const value = Number(field)
    if (Number.isNaN(value)) throw new MalformedRequest(`field ${at} is no number: '${field}'`)
    return value === Number.MAX_VALUE ? undefined : value
  }
  const number = (): number | undefined => {
    const value = decimal()
    if (value === undefined || value === 2147483647) return undefined
    if (!Number.isSafeInteger(value)) {
      throw new MalformedRequest(`field ${at} is no whole number: ${value}`)
    }
    return value
  }
  return {
    text,
    decimal,
    number,
    integer: () => number() ?? 0,
    flag: () => {
      const field = text()
      return field === '1' || field === 'true'
    },
    skip: (count) => {
      for (let k = 0; k < count; k++) text()
    },
    left: () => fields.length - at,
  }
}
