/** Text forms of instants in the broker's protocol, in one time zone. */
export interface WallTime {
  /** `20261009 09:31:00 US/Eastern`. */
  full(instant: number): string
  /** `20261009`. */
  date(instant: number): string
  /** `09:31`. */
  clock(instant: number): string
  /** Milliseconds that its clocks are ahead of UTC. */
  offset(instant: number): number
}

/** The clocks of a zone, by its IANA name or an alias; none when nobody knows it. */
export function wallTime(zone: string): WallTime | undefined {
  const format = formatOf(zone)
  if (format === undefined) return undefined
  const partsOf = (instant: number): ReadonlyMap<string, string> =>
    new Map(format.formatToParts(instant).map(({ type, value }) => [type, value]))
  const dateOf = (parts: ReadonlyMap<string, string>): string =>
    `${parts.get('year')}${parts.get('month')}${parts.get('day')}`
  const clockOf = (parts: ReadonlyMap<string, string>): string =>
    `${parts.get('hour')}:${parts.get('minute')}`
  return {
    full: (instant) => {
      const parts = partsOf(instant)
      return `${dateOf(parts)} ${clockOf(parts)}:${parts.get('second')} ${zone}`
    },
    date: (instant) => dateOf(partsOf(instant)),
    clock: (instant) => clockOf(partsOf(instant)),
    offset: (instant) => {
      const parts = partsOf(instant)
      const wall = utcOf(`${dateOf(parts)} ${clockOf(parts)}:${parts.get('second')}`)
      return wall - Math.floor(instant / 1000) * 1000
    },
  }
}

const WRITTEN = /^(\d{8}(?:-| +)\d\d:\d\d:\d\d)(?: +(\S+))?$/

/**
 * An instant as clients write it: `yyyymmdd-hh:mm:ss` in UTC, or `yyyymmdd hh:mm:ss [zone]`, the
 * gateway's own zone when there is none. None when it is neither, or the zone is unknown.
 */
export function readInstant(text: string, own: WallTime): number | undefined {
  const match = WRITTEN.exec(text.trim())
  if (match === null) return undefined
  const wall = utcOf(match[1]!)
  if (match[1]![8] === '-') return wall
  const zone = match[2] === undefined ? own : wallTime(match[2])
  if (zone === undefined) return undefined
  return wall - zone.offset(wall - zone.offset(wall))
}

/** `yyyymmdd-hh:mm:ss` or with blanks, read as UTC. */
function utcOf(text: string): number {
  const [date, time] = [text.slice(0, 8), text.slice(-8)]
  const day = `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}`
  return Date.parse(`${day}T${time}Z`)
}

function formatOf(zone: string): Intl.DateTimeFormat | undefined {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    })
  } catch (failure) {
    if (failure instanceof RangeError) return undefined
    throw failure
  }
}
