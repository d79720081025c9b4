import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Calendar } from '../../runtime/calendar/calendar.ts'
import { calendarNamed, calendarNames } from '../../runtime/calendar/calendars.ts'
import { intervalNamed } from '../../runtime/feeds/bar-interval.ts'
import { instrumentOf, readInstruments } from '../../runtime/instruments/read-instruments.ts'
import { checkBars } from '../../runtime/quality/check-bars.ts'
import { qualityText } from '../../runtime/quality/quality-text.ts'
import type { SeriesQuality } from '../../runtime/quality/series-quality.ts'
import type { BarStore } from '../../runtime/store/bar-store.ts'
import { intervalOfSeries, metaOf, symbolOfSeries } from '../../runtime/store/series-meta.ts'
import {
  type PickFlags,
  pickSeries,
  printJson,
  seriesJson,
  seriesWords,
  withStore,
} from './data-store.ts'
import { EXIT, type ExitCode } from './exit-code.ts'
import { progress } from './progress.ts'
import { cannotWrite } from './system-message.ts'
import type { Terminal } from './terminal.ts'
import { writeFile } from './write-file.ts'

export interface CheckDataFlags extends PickFlags {
  readonly calendar?: string
  readonly instruments?: string
  readonly report?: string
}

/** `strat data check`: what is remarkable in a series, and what was left out of it. */
export async function dataCheckCommand(
  symbol: string,
  flags: CheckDataFlags,
  terminal: Terminal,
): Promise<ExitCode> {
  const told = await calendarOf(symbol, flags)
  if ('problems' in told) {
    terminal.err(told.problems.map((problem) => `${problem}\n`).join(''))
    return EXIT.usage
  }
  return withStore(terminal, async (store) => {
    const steps = progress(terminal)
    steps.step(`Checking ${symbol}`)
    const checked = checkSeries(store, symbol, flags, told.calendar)
    steps.done()
    if ('problem' in checked) {
      terminal.err(`${checked.problem}\n`)
      return EXIT.usage
    }
    const { quality, entry } = checked
    if (flags.report !== undefined) {
      const { qualityPage } = await import('../../runtime/quality/quality-page.ts')
      try {
        writeFile(flags.report, qualityPage(quality))
      } catch (error) {
        terminal.err(`${cannotWrite(flags.report, error)}\n`)
        return EXIT.usage
      }
    }
    if (flags.json) {
      const { check, quarantine, left } = quality
      printJson(terminal, { ...seriesJson(entry), ...check, quarantine, quarantined: left })
      return EXIT.ok
    }
    terminal.out(qualityText(quality, terminal.columns))
    if (flags.report !== undefined) {
      const link = pathToFileURL(resolve(flags.report)).href
      terminal.out(`\nThe findings are in ${flags.report}, to open in a browser: ${link}\n`)
    }
    return EXIT.ok
  })
}

type ToldCalendar =
  | { readonly calendar: Calendar | undefined }
  | { readonly problems: readonly string[] }

/** The calendar of the flag, else that of the instruments file; undefined: none is told. */
async function calendarOf(symbol: string, flags: CheckDataFlags): Promise<ToldCalendar> {
  if (flags.calendar !== undefined) {
    const calendar = calendarNamed(flags.calendar)
    if (calendar !== undefined) return { calendar }
    const names = calendarNames().join(', ')
    return {
      problems: [`--calendar ${flags.calendar}: there are ${names}, or an exchange of theirs.`],
    }
  }
  const read = await readInstruments(flags.instruments)
  if (read.kind === 'refused') return { problems: read.problems }
  const instrument = instrumentOf(read.instruments, symbol)
  const name = instrument?.calendar ?? instrument?.exchange
  return { calendar: name === undefined ? undefined : calendarNamed(name) }
}

function checkSeries(
  store: BarStore,
  symbol: string,
  flags: CheckDataFlags,
  calendar: Calendar | undefined,
) {
  const picked = pickSeries(store, symbol, flags)
  if ('problem' in picked) return picked
  const { entry } = picked
  const stored = store.getSeries(entry)
  if (stored.kind === 'damaged') {
    return { problem: `${symbol}: ${stored.reason}. Import its file again.` } as const
  }
  const { report, path } = metaOf(entry)
  const named = intervalNamed(intervalOfSeries(entry) ?? '1d')
  const interval = report.interval ?? named ?? { milliseconds: 86_400_000, text: '1d' }
  const quality: SeriesQuality = {
    symbol: symbolOfSeries(entry),
    words: seriesWords(entry),
    interval: interval.text,
    path,
    bars: entry.length,
    first: entry.first,
    last: entry.last,
    notes: report.notes,
    check: checkBars(stored.bars, interval, calendar),
    quarantine: store.listQuarantine(entry.key),
    left: report.quarantined.count,
  }
  return { entry, quality }
}
