const UNIT_MS: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
}

/** Length of a strategy's bars ('1m', '4h', '1d'), milliseconds; NaN for months, which vary. */
export function timeframeMs(timeframe: string): number {
  const [, count = '', unit = ''] = /^(\d+)([a-z]+)$/.exec(timeframe) ?? []
  return Number(count || Number.NaN) * (UNIT_MS[unit] ?? Number.NaN)
}
