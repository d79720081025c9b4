import type { Bars } from '../../../stdlib/bars.ts'
import { firstChanged } from './bar-marks.ts'
import type { RunLock } from './run-lock.ts'

/** What became of a locked run when it was made again. */
export interface LockStanding {
  /** Every close's equity and every trade are the same to the last bit. */
  readonly repeats: boolean
  /** What is not as it was, a line each: what decides the result, then what may. */
  readonly changed: readonly string[]
}

/** Compares a run's lock with the one that was kept; `bars` are those of now. */
export function lockStanding(kept: RunLock, now: RunLock, bars: Bars): LockStanding {
  const repeats =
    kept.result.equity === now.result.equity && kept.result.trades === now.result.trades
  const changed = [
    ...strategyLines(kept, now),
    ...textLines('Parameter', kept.parameters, now.parameters),
    ...textLines('Option', kept.options, now.options),
    ...dataLines(kept, now, bars),
    ...finerLines(kept, now),
    ...ratesLines(kept, now),
    ...textLines('Version of', kept.world, now.world),
  ]
  if (repeats || changed.length > 0) return { repeats, changed }
  const ours =
    'Nothing that decides a run has changed, and yet it is another: our mistake, not yours.'
  return { repeats, changed: [ours] }
}

function strategyLines(kept: RunLock, now: RunLock): string[] {
  const lines: string[] = []
  const sameSource = kept.strategy.source === now.strategy.source
  if (!sameSource) {
    const hashes = `${short(now.strategy.source)}, locked ${short(kept.strategy.source)}`
    lines.push(`Strategy: its text is another (source ${hashes}).`)
  }
  if (kept.compiler.version !== now.compiler.version)
    lines.push(`Compiler: version ${now.compiler.version}, locked ${kept.compiler.version}.`)
  if (sameSource && kept.compiler.program !== now.compiler.program)
    lines.push('Compiler: it makes another program of the same text.')
  return lines
}

function textLines(
  what: string,
  kept: Readonly<Record<string, string>>,
  now: Readonly<Record<string, string>>,
): string[] {
  const names = [...new Set([...Object.keys(kept), ...Object.keys(now)])]
  return names.flatMap((name) => {
    const [was, is] = [kept[name], now[name]]
    if (was === is) return []
    return [`${what} ${name}: ${shown(is)}, locked ${shown(was)}.`]
  })
}

function shown(text: string | undefined): string {
  if (text === undefined) return 'not there'
  return /^[0-9a-f]{64}$/.test(text) ? short(text) : text
}

function dataLines({ data: kept }: RunLock, { data: now }: RunLock, bars: Bars): string[] {
  const lines: string[] = []
  if (kept.source !== now.source) lines.push(`Prices: ${now.source}, locked ${kept.source}.`)
  if (kept.digest === now.digest) return lines
  const counts =
    kept.bars === now.bars ? `${now.bars} bars as before` : `${now.bars} bars, locked ${kept.bars}`
  const place = firstChanged(kept, bars)
  lines.push(`Prices in ${now.source}: ${counts}; ${placeText(place, kept.bars, bars)}.`)
  return lines
}

function finerLines({ finer: kept }: RunLock, { finer: now }: RunLock): string[] {
  if (kept?.digest === now?.digest) return []
  const told = (one: RunLock['finer']) =>
    one === undefined ? 'none' : `${one.bars} of ${one.timeframe} in ${one.source}`
  const others = told(kept) === told(now) ? ', and they are others' : ''
  return [`Finer bars: ${told(now)}, locked ${told(kept)}${others}.`]
}

function ratesLines({ rates: kept }: RunLock, { rates: now }: RunLock): string[] {
  if (kept?.digest === now?.digest && kept?.pair === now?.pair) return []
  const told = (one: RunLock['rates']) => (one ? `${one.pair} in ${one.source}` : 'none')
  const others = told(kept) === told(now) ? ', and they are others' : ''
  return [`Rates: ${told(now)}, locked ${told(kept)}${others}.`]
}

function placeText(
  place: ReturnType<typeof firstChanged>,
  before: number,
  { time, length }: Bars,
): string {
  const at = (bar: number) => new Date(time[bar]!).toISOString()
  if (place === undefined) return 'a bar among them is another, its checksum is not'
  const { from, to } = place
  if (from >= length) return `those after ${at(length - 1)} are gone`
  if (from >= before) return `those from ${at(from)} on are new, all before are the same`
  if (to - from === 1) return `the first that is another is bar ${from}, ${at(from)}`
  const last = Math.min(to, length) - 1
  return `the first that is another is among bars ${from} to ${last}, ${at(from)} to ${at(last)}`
}

function short(digest: string): string {
  return digest.slice(0, 12)
}
