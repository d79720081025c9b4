import type { Figure } from '../core/metrics/summary.ts'

/** Figures of one kind, as a page and a terminal show them. */
export interface FigureGroup {
  readonly title: string
  readonly figures: readonly Figure[]
}

/** By key, in the order in which they are read. */
const GROUPS: readonly (readonly [title: string, keys: string])[] = [
  ['Return', 'finalEquity totalReturn annualReturn stability'],
  ['Risk', 'volatility maxDrawdown deepestDay drawdownDuration ulcer'],
  [
    'Return for the risk',
    'sharpe probabilisticSharpe deflatedSharpe sortino calmar omega gainToPain',
  ],
  [
    'Trades',
    'trades openTrades winRate profitFactor expectancy averageTrade bestTrade worstTrade payoff ' +
      'sqn kelly winsInARow lossesInARow averageAdverse averageFavourable ambiguous',
  ],
  ['Activity', 'exposure turnover commission'],
  [
    'Beside buy and hold',
    'holdReturn holdAnnualReturn holdMaxDrawdown alpha beta treynor trackingError ' +
      'informationRatio excessSharpe upCapture downCapture betaFragility',
  ],
]

/** What a terminal shows unless it is asked for all. */
const MAIN = new Set(
  (
    'finalEquity totalReturn annualReturn volatility sharpe sortino calmar maxDrawdown ' +
    'drawdownDuration exposure trades openTrades winRate profitFactor expectancy averageTrade ' +
    'bestTrade worstTrade payoff sqn kelly commission ambiguous holdReturn holdAnnualReturn ' +
    'holdMaxDrawdown beta alpha deflatedSharpe'
  ).split(' '),
)

/** All figures in their groups; those that no group names come last. */
export function figureGroups(figures: readonly Figure[]): readonly FigureGroup[] {
  const rest = new Map(figures.map((figure) => [figure.key, figure]))
  const groups = GROUPS.map(([title, keys]) => ({
    title,
    figures: keys.split(' ').flatMap((key) => {
      const figure = rest.get(key)
      rest.delete(key)
      return figure === undefined ? [] : [figure]
    }),
  }))
  return [...groups, { title: 'Other', figures: [...rest.values()] }].filter(
    (group) => group.figures.length > 0,
  )
}

/** The figures that most readers look for. */
export function mainFigures(figures: readonly Figure[]): readonly Figure[] {
  return figures.filter(({ key }) => MAIN.has(key))
}
