/** What regulators take of sales of US stocks, from an instant (ms UTC) on. */
export interface RegulatoryFees {
  readonly from: number
  /** SEC, Section 31 of the Exchange Act: of the value sold. */
  readonly valueFraction: number
  /** FINRA, trading activity fee: of each share sold, up to a maximum a trade; money. */
  readonly perShare: number
  readonly maximum: number
}

const day = (text: string) => Date.parse(`${text}T00:00:00Z`)

/**
 * Ascending; what each row changed, and where it is from. Before the first none is charged, after
 * the last its rates go on: both are years of which nobody here has looked up the rates. FINRA's
 * fee for the consolidated audit trail (0.0072 cents a share at most, on both sides) is left out.
 *
 * A year's SEC rate counts from 60 days after its appropriation is enacted (15 U.S.C. 78ee(j)(4)),
 * which agrees with every day that a notice names here; rows without one have their act.
 */
export const REGULATORY_FEES: readonly RegulatoryFees[] = [
  // SEC $22.10 a million: FINRA Information Notice of March 3, 2014. FINRA's rate of those years:
  // IBKR's and other brokers' price lists (0.000119, at most 5.95).
  { from: day('2014-03-18'), valueFraction: 22.1e-6, perShare: 0.000119, maximum: 5.95 },
  // SEC $18.40: Release No. 34-74057 (80 FR 2978), FINRA Information Notice of January 20, 2015;
  // Public Law 113-235 is of December 16, 2014.
  { from: day('2015-02-14'), valueFraction: 18.4e-6, perShare: 0.000119, maximum: 5.95 },
  // SEC $21.80: 81 FR 1458, FINRA Information Notice of March 15, 2016; Public Law 114-113 is of
  // December 18, 2015.
  { from: day('2016-02-16'), valueFraction: 21.8e-6, perShare: 0.000119, maximum: 5.95 },
  // SEC $23.10: its announcement that rates are $23.10 from July 4, 2017.
  { from: day('2017-07-04'), valueFraction: 23.1e-6, perShare: 0.000119, maximum: 5.95 },
  // SEC $13.00: FINRA Information Notice of May 7, 2018.
  { from: day('2018-05-22'), valueFraction: 13e-6, perShare: 0.000119, maximum: 5.95 },
  // SEC $20.70: its fee rate advisory #2 for fiscal 2019 of March 12, 2019 (84 FR 9576).
  { from: day('2019-04-16'), valueFraction: 20.7e-6, perShare: 0.000119, maximum: 5.95 },
  // SEC $22.10: FINRA Information Notice of February 3, 2020; Release No. 34-87918.
  { from: day('2020-02-18'), valueFraction: 22.1e-6, perShare: 0.000119, maximum: 5.95 },
  // SEC $5.10: FINRA Information Notice of February 16, 2021.
  { from: day('2021-02-25'), valueFraction: 5.1e-6, perShare: 0.000119, maximum: 5.95 },
  // FINRA: SR-FINRA-2020-032 (85 FR 66592), the first of three steps.
  { from: day('2022-01-01'), valueFraction: 5.1e-6, perShare: 0.00013, maximum: 6.49 },
  // SEC $22.90: the rate before February 27, 2023 in its notice (88 FR 5051); Public Law 117-103 is
  // of March 15, 2022.
  { from: day('2022-05-14'), valueFraction: 22.9e-6, perShare: 0.00013, maximum: 6.49 },
  // FINRA: the second step; IBKR's examples of that year have 7.27.
  { from: day('2023-01-01'), valueFraction: 22.9e-6, perShare: 0.000145, maximum: 7.27 },
  // SEC $8.00: its announcement of January 23, 2023.
  { from: day('2023-02-27'), valueFraction: 8e-6, perShare: 0.000145, maximum: 7.27 },
  // FINRA: the third step; IBKR's price list of 2024 has 0.000166, brokers' lists 8.30.
  { from: day('2024-01-01'), valueFraction: 8e-6, perShare: 0.000166, maximum: 8.3 },
  // SEC $27.80: Release No. 34-99973 (89 FR 29402).
  { from: day('2024-05-22'), valueFraction: 27.8e-6, perShare: 0.000166, maximum: 8.3 },
  // SEC nothing: Release No. 34-102779 (90 FR 15492). The next is of 2026 (91 FR 10643).
  { from: day('2025-05-14'), valueFraction: 0, perShare: 0.000166, maximum: 8.3 },
]

/** The last day of which these rates were looked up, ms UTC. */
export const FEES_KNOWN_TO: number = day('2025-07-12')

/** What regulators take of a sale, money; before the first dated fee nothing. */
export function regulatoryFees(quantity: number, value: number, time: number): number {
  let k = REGULATORY_FEES.length - 1
  while (k >= 0 && REGULATORY_FEES[k]!.from > time) k--
  if (k < 0) return 0
  const { valueFraction, perShare, maximum } = REGULATORY_FEES[k]!
  return valueFraction * value + Math.min(perShare * quantity, maximum)
}
