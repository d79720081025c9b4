const SECOND = 1_000
const HOUR = 3_600 * SECOND
const DAY = 24 * HOUR
/** Clocks do not change twice within so short a time. */
const STEP = 7 * DAY
/** Whole steps, about a year. */
const STRETCH = 53 * STEP

/** Turns wall-clock times into instants. */
export interface Zone {
  readonly name: string
  /**
   * The instant, ms UTC, at which clocks there show `local` (ms as if UTC). Where they show it
   * twice, the first that is later than `after`, the instant of the bar before, else the first.
   * NaN where clocks skip it.
   */
  readonly instant: (local: number, after: number) => number
  /** What clocks there show at an instant, ms as if UTC. */
  readonly local: (instant: number) => number
}

/** The zone of an IANA name; undefined when there is none of this name. */
export function zoneOf(name: string): Zone | undefined {
  if (/^(?:utc|gmt|z)$/i.test(name))
    return { name: 'UTC', instant: (local) => local, local: (instant) => instant }
  const readOffset = offsetReader(name)
  if (!readOffset) return undefined
  const offsetAt = rememberedOffsets(readOffset)
  const instant = (local: number, after: number) => {
    const first = local - offsetAt(local - DAY)
    const second = local - offsetAt(local + DAY)
    if (first === second) return first
    const earlier = Math.min(first, second)
    const later = Math.max(first, second)
    const shows = (at: number) => at + offsetAt(at) === local
    if (!shows(earlier)) return shows(later) ? later : Number.NaN
    return earlier <= after && shows(later) ? later : earlier
  }
  return { name, instant, local: (at) => at + offsetAt(at) }
}

/**
 * A look into Intl costs microseconds, and bars ask by the million: the changes of each stretch of
 * about a year are looked up once.
 */
function rememberedOffsets(read: (instant: number) => number): (instant: number) => number {
  const stretches = new Map<number, readonly Change[]>()
  return (instant) => {
    const stretch = Math.floor(instant / STRETCH)
    let changes = stretches.get(stretch)
    if (changes === undefined) {
      changes = changesFrom(stretch * STRETCH, read)
      stretches.set(stretch, changes)
    }
    let offset = changes[0]!.offset
    for (let at = 1; at < changes.length && changes[at]!.from <= instant; at++) {
      offset = changes[at]!.offset
    }
    return offset
  }
}

interface Change {
  readonly from: number
  /** Local minus UTC from then on, ms. */
  readonly offset: number
}

function changesFrom(start: number, read: (instant: number) => number): Change[] {
  const changes: Change[] = [{ from: start, offset: read(start) }]
  for (let from = start; from < start + STRETCH; from += STEP) {
    const { offset } = changes.at(-1)!
    const next = read(from + STEP)
    if (next === offset) continue
    let before = from
    let after = from + STEP
    while (after - before > SECOND) {
      const middle = Math.floor((before + after) / 2 / SECOND) * SECOND
      if (read(middle) === offset) before = middle
      else after = middle
    }
    changes.push({ from: after, offset: next })
  }
  return changes
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
