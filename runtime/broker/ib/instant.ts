import type { Zone } from '../../calendar/zone.ts'
import { zoneOf } from '../../calendar/zone.ts'

const WRITTEN = /^(\d{4})(\d\d)(\d\d)(?:(-)| +)(\d\d):(\d\d):(\d\d)(?: +(\S+))?$/

/**
 * Reads instants as the broker writes them, `20261009 09:31:00 US/Eastern` or
 * `20261009-13:31:00` (UTC): ms UTC, NaN when it is neither or the zone is unknown.
 */
export function instantReader(): (text: string) => number {
  const zones = new Map<string, Zone | undefined>()
  const known = (name: string): Zone | undefined => {
    if (!zones.has(name)) zones.set(name, zoneOf(name))
    return zones.get(name)
  }
  return (text) => {
    const match = WRITTEN.exec(text.trim())
    if (match === null) return Number.NaN
    const [, year, month, day, dash, hour, minute, second, name = 'UTC'] = match
    const at = `${year}-${month}-${day}T${hour}:${minute}:${second}Z`
    const local = Date.parse(at)
    if (dash !== undefined) return local
    return known(name)?.instant(local, Number.NEGATIVE_INFINITY) ?? Number.NaN
  }
}

/** An instant as the broker takes it: `20261009-13:31:00`, UTC. */
export function writeInstant(instant: number): string {
  return new Date(instant).toISOString().slice(0, 19).replaceAll('-', '').replace('T', '-')
}
