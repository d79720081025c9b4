const HOUR = 3_600_000
const DAY = 24 * HOUR

/** Turns wall-clock times into instants. */
export interface Zone {
  readonly name: string
  /**
   * The instant, ms UTC, at which clocks there show `local` (ms as if UTC). Where they show it
   * twice, the first that is later than `after`, the instant of the bar before, else the first.
   * NaN where clocks skip it.
   */
  readonly instant: (local: number, after: number) => number
}

/** The zone of an IANA name; undefined when there is none of this name. */
export function zoneOf(name: string): Zone | undefined {
  if (/^(?:utc|gmt|z)$/i.test(name)) return { name: 'UTC', instant: (local) => local }
  const offsetAt = offsetReader(name)
  if (!offsetAt) return undefined
  // Offset of a whole local day; NaN for the days on which it changes. Days come in order and
  // again and again, and a look into Intl costs microseconds.
  const days = new Map<number, number>()
  const offsetOfDay = (day: number) => {
    let offset = days.get(day)
    if (offset === undefined) {
      const before = offsetAt((day - 1) * DAY)
      offset = before === offsetAt((day + 2) * DAY) ? before : Number.NaN
      days.set(day, offset)
    }
    return offset
  }
  const instant = (local: number, after: number) => {
    const offset = offsetOfDay(Math.floor(local / DAY))
    if (!Number.isNaN(offset)) return local - offset
    const first = local - offsetAt(local - DAY)
    const second = local - offsetAt(local + DAY)
    const earlier = Math.min(first, second)
    const later = Math.max(first, second)
    const shows = (at: number) => at + offsetAt(at) === local
    if (!shows(earlier)) return shows(later) ? later : Number.NaN
    return earlier <= after && shows(later) ? later : earlier
  }
  return { name, instant }
}

/** Local minus UTC at an instant, ms. */
function offsetReader(zone: string): ((instant: number) => number) | undefined {
  try {
    const format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
      era: 'short',
    })
    return (instant) => {
      const field: Record<string, number> = {}
      for (const part of format.formatToParts(instant)) field[part.type] = Number(part.value)
      const { year, month, day, hour, minute, second } = field as Record<string, number>
      const local = Date.UTC(year!, month! - 1, day, hour, minute, second)
      return local - Math.floor(instant / 1_000) * 1_000
    }
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}
