/** The figures that are shown first, by key; all others follow below. */
export const HEADLINES: readonly string[] = [
  'finalEquity',
  'totalReturn',
  'annualReturn',
  'maxDrawdown',
  'sharpe',
  'profitFactor',
  'winRate',
  'trades',
]
