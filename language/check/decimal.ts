/**
 * A literal with its decimal point moved, as if it had been written so: 99.99% is 0.9999, where
 * dividing by a hundred would be off by a last bit.
 */
export function shifted(value: number, places: number): number {
  const [digits, exponent = '0'] = String(value).split('e')
  return Number(`${digits}e${Number(exponent) + places}`)
}
