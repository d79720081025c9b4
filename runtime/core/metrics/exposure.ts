/** Share of the closes at which a position was open, a ratio. No bars: NaN. */
export function exposure(barsInMarket: number, bars: number): number {
  return barsInMarket / bars
}
