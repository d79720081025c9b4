/** How figures are written for people, in the terminal and on the page alike. Runs in both. */

const DAY = 86_400_000
const MINUS = '\u2212'

/** What an undefined figure (NaN) is shown as. */
export const NO_VALUE = '–'

/** A number with so many decimals and its thousands grouped: −1,234.50. */
export function numberText(value: number, decimals: number): string {
  if (Number.isNaN(value)) return NO_VALUE
  if (!Number.isFinite(value)) return value > 0 ? '∞' : `${MINUS}∞`
  const [whole, fraction] = Math.abs(value).toFixed(decimals).split('.') as [string, string?]
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, ',')
  const text = fraction === undefined ? grouped : `${grouped}.${fraction}`
  return value < 0 && /[1-9]/.test(text) ? `${MINUS}${text}` : text
}

/** Money to the cent. The currency is said once, elsewhere. */
export function moneyText(value: number): string {
  return numberText(value, 2)
}

/** A fraction as per cent: 0.1234 is 12.34%. */
export function percentText(fraction: number): string {
  const percent = fraction * 100
  const text = numberText(percent, Math.abs(percent) >= 1_000 ? 0 : 2)
  return text === NO_VALUE ? text : `${text}%`
}

/** A quantity: as many decimals as it has, at most eight. */
export function quantityText(quantity: number): string {
  if (Number.isInteger(quantity)) return numberText(quantity, 0)
  return numberText(quantity, decimalsOf([quantity], 0))
}

/** A length of time in its two largest units: '1y 45d', '3d 4h', '25m'. */
export function durationText(milliseconds: number): string {
  if (!Number.isFinite(milliseconds)) return numberText(milliseconds, 0)
  const units = [
    ['y', 365 * DAY],
    ['d', DAY],
    ['h', DAY / 24],
    ['m', DAY / 1_440],
    ['s', 1_000],
  ] as const
  const at = Math.max(
    0,
    units.findIndex(([, size]) => milliseconds >= size),
  )
  let rest = milliseconds
  const parts = units.slice(at, at + 2).map(([unit, size]) => {
    const count = Math.floor(rest / size)
    rest -= count * size
    return count > 0 ? `${count}${unit}` : ''
  })
  return parts.filter((part) => part !== '').join(' ') || '0s'
}

/**
 * Decimals that show these prices: two, or as many more as it takes to be within two millionths.
 * Noise of vendors' floats (45.320001) does not count; 1.07219 does.
 */
export function decimalsOf(prices: ArrayLike<number>, least = 2): number {
  let decimals = least
  const stride = Math.max(1, Math.floor(prices.length / 200))
  for (let index = 0; index < prices.length; index += stride) {
    const price = Math.abs(prices[index]!)
    while (decimals < 8 && Math.abs(Number(price.toFixed(decimals)) - price) > price * 2e-6) {
      decimals += 1
    }
  }
  return decimals
}

/** Writes instants: days as they are, times of day in a zone. */
export type TimeFormat = (instant: number) => string

/** 'YYYY-MM-DD' where every bar is a whole day or more, else with 'HH:MM' in the zone. */
export function timeFormat(intraday: boolean, timezone: string): TimeFormat {
  if (!intraday) return (instant) => new Date(instant).toISOString().slice(0, 10)
  if (timezone === 'UTC') {
    return (instant) => new Date(instant).toISOString().slice(0, 16).replace('T', ' ')
  }
  // Sweden writes dates as ISO 8601 does.
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone: timezone,
    dateStyle: 'short',
    timeStyle: 'short',
  })
  return (instant) => format.format(instant)
}

/** Whether times of day matter: the bars are not all whole days. */
export function isIntraday(interval: string): boolean {
  return /[smh]$/.test(interval)
}
