import { REGULATORY_FEES } from './regulatory-fees.ts'

/**
 * Interactive Brokers' prices for US stocks and ETFs: "Fixed" and "Tiered" of its page
 * "Commissions: Stocks", as copies of 2023 to 2025 have them; older prices are not known here, so
 * these count for every day. On top of both come the dated fees of regulators: its page "Stock and
 * ETF Fixed vs. Tiered Pricing Comparison Examples" has them in both columns.
 */
export const IBKR_FIXED = {
  currency: 'USD',
  perShare: 0.005,
  minimumPerOrder: 1,
  /** Of the trade's value. Where it is below the minimum we charge it: our reading, unsourced. */
  maximumFraction: 0.01,
} as const

/**
 * The first step, up to 300,000 shares a month: larger accounts pay less. Every order is taken to
 * remove liquidity at the highest fee that exchanges may charge (SEC Rule 610(c) of Regulation
 * NMS); rebates for adding it are left out.
 */
export const IBKR_TIERED = {
  currency: 'USD',
  perShare: 0.0035,
  minimumPerOrder: 0.35,
  maximumFraction: 0.01,
  exchangePerShare: 0.003,
  /** NSCC and DTC. */
  clearingPerShare: 0.0002,
  /** Of the broker's own commission: NYSE's and FINRA's together. */
  passThroughFraction: 0.000175 + 0.00056,
} as const

/** All that fees are reckoned from, as a run's lock keeps it. */
export const FEE_SCHEDULES = {
  fixed: IBKR_FIXED,
  tiered: IBKR_TIERED,
  regulators: REGULATORY_FEES,
} as const
