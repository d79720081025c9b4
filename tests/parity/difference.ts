/**
 * The first place where two values differ, as `path: left is not right`, or undefined. Numbers by
 * Object.is (bit for bit but for NaN's payload), typed arrays and plain data by their parts.
 */
export function difference(left: unknown, right: unknown, path = ''): string | undefined {
  if (Object.is(left, right)) return undefined
  if (!isParts(left) || !isParts(right)) return `${path}: ${show(left)} is not ${show(right)}`
  if (isColumn(left) && isColumn(right) && left.length === right.length) {
    return columnDifference(left, right, 0, left.length, path)
  }
  const keys = Object.keys(left)
  if (keys.length !== Object.keys(right).length) {
    return `${path}: ${keys.length} entries are not ${Object.keys(right).length}`
  }
  for (const key of keys) {
    const found = difference(left[key], right[key], `${path}[${key}]`)
    if (found !== undefined) return found
  }
  return undefined
}

/** The same for number columns, over [from, to). */
export function columnDifference(
  left: ArrayLike<number>,
  right: ArrayLike<number>,
  from: number,
  to: number,
  path: string,
): string | undefined {
  for (let i = from; i < to; i++) {
    if (!Object.is(left[i], right[i])) return `${path} at bar ${i}: ${left[i]} is not ${right[i]}`
  }
  return undefined
}

function isParts(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

function isColumn(value: object): value is Float64Array | Int32Array {
  return value instanceof Float64Array || value instanceof Int32Array
}

function show(value: unknown): string {
  return typeof value === 'number' ? String(value) : JSON.stringify(value)
}
