import { isIntraday, numberText, percentText, timeFormat } from '../report/format.ts'
import { FINDING_TITLES, type SeriesQuality } from './series-quality.ts'

/** How many findings and rows of a kind are told one by one; the page and JSON have all. */
const TOLD = 10

/** How good a series is, for a terminal `width` characters wide. */
export function qualityText(quality: SeriesQuality, width: number): string {
  const { symbol, words, bars, first, last, check, quarantine } = quality
  const time = timeFormat(isIntraday(quality.interval), 'UTC')
  const lines = [
    `${symbol}, ${words}: ${numberText(bars, 0)} bars from ${time(first)} to ${time(last)}`,
    calendarText(quality),
  ]
  for (const [kind, title] of FINDING_TITLES) {
    const findings = check.findings.filter((finding) => finding.kind === kind)
    if (findings.length === 0) continue
    lines.push('', `${title} (${numberText(findings.length, 0)})`)
    for (const { from, message } of findings.slice(0, TOLD)) {
      lines.push(clipped(`  ${time(from)}  ${message}`, width))
    }
    lines.push(...more(findings.length))
    const fix = findings.find((finding) => finding.fix !== undefined)?.fix
    if (fix !== undefined) lines.push(`  → ${fix}`)
  }
  if (quarantine.length > 0) {
    lines.push('', `Rows put aside (${numberText(quarantine.length, 0)})`)
    for (const { file, line, message, row } of quarantine.slice(0, TOLD)) {
      const name = file.replace(/^.*[\\/]/, '')
      lines.push(clipped(`  ${name}:${line}  ${message}: ${row}`, width))
    }
    lines.push(...more(quarantine.length))
  }
  if (check.findings.length === 0 && quarantine.length === 0) lines.push('', 'Nothing remarkable.')
  return `${lines.join('\n')}\n`
}

/** What gaps were measured by, and how much is there. */
export function calendarText({ check: { calendar, coverage } }: SeriesQuality): string {
  if (calendar === undefined) {
    return 'No calendar is known that fits: gaps are judged by the bars alone (--calendar names one).'
  }
  const how = calendar.guessed ? 'which fits best; --calendar names another' : 'as told'
  const { sessions = 0, covered = 0 } = coverage ?? {}
  const share = sessions > 0 ? percentText(covered / sessions) : ''
  return (
    `${numberText(covered, 0)} of ${numberText(sessions, 0)} sessions have bars (${share}), by the ` +
    `calendar of ${calendar.title} (${calendar.name}, ${how}).`
  )
}

function more(count: number): string[] {
  return count > TOLD ? [`  … and ${numberText(count - TOLD, 0)} more (--json, --report)`] : []
}

function clipped(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, width - 1)}…`
}
