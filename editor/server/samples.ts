import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { sampleWalk } from '../../runtime/feeds/sample-walk.ts'
import { sampleBars } from '../../runtime/gateway/sample-bars.ts'
import { loadBars } from '../../runtime/store/load-bars.ts'
import type { Bars } from '../../stdlib/bars.ts'

/** Prices that are always there. */
export interface Sample {
  readonly label: string
  readonly symbol: string
  readonly interval: string
  readonly bars: Bars
  /** The file it is read from: the store's copy of it is not offered a second time. */
  readonly path?: string
}

const MINUTE_SESSIONS = 12
/** A Sunday: the sample's last session is the Friday before. */
const MINUTES_BEFORE = Date.UTC(2026, 0, 4)

/**
 * Seeded prices in days, hours and minutes; before them the S&P 500, where the file that only a
 * clone of the project has is there.
 */
export async function samples(sp500: string): Promise<readonly Sample[]> {
  return [...(await sp500Days(sp500)), days(), hours(), minutes()]
}

/**
 * The seeded prices that suit a strategy's timeframe, written as `15m`; those of another instrument
 * go other ways at the same times.
 */
export function sampleFor(timeframe: string, symbol = ''): Sample {
  if (/\d[sm]$/.test(timeframe)) return minutes(symbol)
  return timeframe.endsWith('h') ? hours(symbol) : days(symbol)
}

function days(symbol = ''): Sample {
  const seed = seedOf(symbol, 7)
  const walk = { bars: 5_218, step: 'day', from: Date.UTC(2006, 0, 2), seed } as const
  return made('days, 20 years', '1d', sampleWalk(walk))
}

function hours(symbol = ''): Sample {
  const seed = seedOf(symbol, 11)
  const walk = { bars: 50_000, step: 'hour', from: Date.UTC(2018, 0, 1), seed } as const
  return made('hours, 8 years', '1h', sampleWalk(walk))
}

function minutes(symbol = ''): Sample {
  const bars = sampleBars(MINUTE_SESSIONS, MINUTES_BEFORE, seedOf(symbol, 1))
  return made('minutes, 12 days', '1m', bars)
}

function seedOf(symbol: string, first: number): number {
  let seed = first
  for (const letter of symbol) seed = (31 * seed + letter.codePointAt(0)!) % 2 ** 31
  return seed
}

function made(span: string, interval: string, bars: Bars): Sample {
  return { label: `Sample: ${span}`, symbol: 'SAMPLE', interval, bars }
}

async function sp500Days(path: string): Promise<readonly Sample[]> {
  if (!existsSync(path)) return []
  const loaded = await loadBars(path, { store: false })
  if (loaded.kind === 'refused') return []
  const label = 'S&P 500 daily (2000–2020)'
  return [{ label, symbol: 'SP500', interval: '1d', bars: loaded.bars, path: resolve(path) }]
}
