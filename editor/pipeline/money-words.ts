import type { RunOptions } from '../../runtime/core/result.ts'
import type { ModuleMeta } from '../../stdlib/module.ts'

/** The account's currency of a run that names one, or why it will not do. */
export type AccountCurrency = Pick<RunOptions, 'currency'> | { readonly problem: string }

/**
 * Money in a strategy is the account's: amounts that it writes in another currency are refused, not
 * taken for what they are not. Without a name the account is in the instrument's currency. `option` is
 * what says it.
 */
export function accountCurrency(
  name: string | undefined,
  instrument: string,
  { currencies = [] }: ModuleMeta,
  option = '--currency',
): AccountCurrency {
  const account = name ?? instrument
  if (!/^[A-Z]{3}$/.test(account)) {
    return { problem: `${account} is no currency: three capitals such as USD are due.` }
  }
  const other = currencies.find((written) => written !== account)
  if (other !== undefined) {
    const problem =
      `The strategy writes amounts in ${other}, and the account is in ${account}: ` +
      `say ${option} ${other}, or write them in ${account}.`
    return { problem }
  }
  return account === instrument ? {} : { currency: account }
}

/** The currency of prices that nobody names one for: that of the account, or of what is written. */
export function moneyOf(account: string | undefined, { currencies = [] }: ModuleMeta): string {
  return account ?? currencies[0] ?? 'USD'
}
