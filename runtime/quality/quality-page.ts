import { escaped } from '../report/escaped.ts'
import { isIntraday, numberText, percentText, timeFormat } from '../report/format.ts'
import { card, pageShell } from '../report/page-shell.ts'
import type { Coverage } from './gaps.ts'
import { calendarText } from './quality-text.ts'
import { FINDING_TITLES, type SeriesQuality } from './series-quality.ts'

const TOLD = 500

/** How good a series is as one HTML file that needs nothing else. */
export function qualityPage(quality: SeriesQuality): string {
  const { symbol, words, check, bars, first, last, notes, path } = quality
  const time = timeFormat(isIntraday(quality.interval), 'UTC')
  const facts = [words, `${time(first)} to ${time(last)}`, `${numberText(bars, 0)} bars`]
  const notesRead = notes.map((note) => ['', note] as const)
  const read = [['Read of', path], ['Calendar', calendarText(quality)], ...notesRead] as const
  return pageShell({
    title: `${symbol} · data quality`,
    style: STYLE,
    header: `<div><h1>${escaped(symbol)}</h1><p>${facts.map(escaped).join(' · ')}</p></div>`,
    main: `${tilesHtml(quality)}
${check.coverage ? coverageHtml(check.coverage) : ''}
${findingsHtml(quality)}
${quarantineHtml(quality)}
${card('How it was read', factsHtml(read))}`,
    footer: 'Made by Lockstep. A finding is a place to look at, not a verdict.',
  })
}

function tilesHtml({ check, bars, quarantine }: SeriesQuality): string {
  const { coverage } = check
  const covered =
    coverage && coverage.sessions > 0 ? coverage.covered / coverage.sessions : undefined
  const count = (kind: string) => check.findings.filter((finding) => finding.kind === kind).length
  const tiles: readonly (readonly [title: string, value: string, bad: boolean])[] = [
    ['Bars', numberText(bars, 0), false],
    [
      'Sessions with bars',
      covered === undefined ? '–' : percentText(covered),
      covered !== undefined && covered < 0.995,
    ],
    ...FINDING_TITLES.map(
      ([kind, title]) => [title, String(count(kind)), count(kind) > 0] as const,
    ),
    ['Rows put aside', String(quarantine.length), quarantine.length > 0],
  ]
  return `<dl class="tiles">${tiles
    .map(
      ([title, value, bad]) =>
        `<div><dt>${title}</dt><dd${bad ? ' class="loss"' : ''}>${value}</dd></div>`,
    )
    .join('')}</dl>`
}

/** A cell a month: full where every session has bars. */
function coverageHtml({ months }: Coverage): string {
  const years = new Map<string, string[]>()
  for (const { month, sessions, covered } of months) {
    const [year, number] = month.split('-') as [string, string]
    const cells = years.get(year) ?? Array.from({ length: 12 }, () => '<td></td>')
    const share = sessions > 0 ? covered / sessions : 1
    const title = `${month}: ${covered} of ${sessions} sessions`
    const missing = Math.ceil((1 - share) * 100)
    cells[Number(number) - 1] =
      `<td class="month" style="--missing:${missing}%" title="${title}">${missing > 0 ? sessions - covered : ''}</td>`
    years.set(year, cells)
  }
  const head = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')
  const rows = [...years].map(([year, cells]) => `<tr><th>${year}</th>${cells.join('')}</tr>`)
  return card(
    'Sessions without bars, by month',
    `<table class="coverage"><thead><tr><th></th>${head.map((name) => `<th>${name}</th>`).join('')}</tr></thead><tbody>${rows.join('')}</tbody></table>`,
  )
}

function findingsHtml({ check, interval }: SeriesQuality): string {
  const time = timeFormat(isIntraday(interval), 'UTC')
  const cards = FINDING_TITLES.flatMap(([kind, title]) => {
    const findings = check.findings.filter((finding) => finding.kind === kind)
    if (findings.length === 0) return []
    const rows = findings
      .slice(0, TOLD)
      .map(({ from, message }) => `<tr><th>${time(from)}</th><td>${escaped(message)}</td></tr>`)
    const fix = findings.find((finding) => finding.fix !== undefined)?.fix
    const hint = fix === undefined ? '' : `<p class="empty">${escaped(fix)}.</p>`
    return [
      card(`${title} (${findings.length})`, `${hint}${scrolled(rows)}${untold(findings.length)}`),
    ]
  })
  return cards.length > 0
    ? cards.join('\n')
    : card('Findings', '<p class="empty">Nothing remarkable.</p>')
}

function quarantineHtml({ quarantine }: SeriesQuality): string {
  if (quarantine.length === 0) return ''
  const rows = quarantine.slice(0, TOLD).map(({ file, line, message, row }) => {
    const place = `${file.replace(/^.*[\\/]/, '')}:${line}`
    return `<tr><th>${escaped(place)}</th><td>${escaped(message)}<br><code>${escaped(row)}</code></td></tr>`
  })
  return card(
    `Rows put aside (${quarantine.length})`,
    `${scrolled(rows)}${untold(quarantine.length)}`,
  )
}

function factsHtml(facts: readonly (readonly [string, string])[]): string {
  const rows = facts.map(
    ([name, value]) => `<tr><th>${escaped(name)}</th><td>${escaped(value)}</td></tr>`,
  )
  return `<table class="facts">${rows.join('')}</table>`
}

function scrolled(rows: readonly string[]): string {
  return `<div class="scroll"><table class="facts findings">${rows.join('')}</table></div>`
}

function untold(count: number): string {
  return count > TOLD ? `<p class="empty">… and ${count - TOLD} more.</p>` : ''
}

const STYLE = `
.tiles{grid-template-columns:repeat(auto-fit,minmax(140px,1fr))}
.findings th{width:150px;white-space:nowrap}
.coverage{table-layout:fixed;margin:0 18px 18px;width:calc(100% - 36px)}
.coverage{border-collapse:separate;border-spacing:2px;font-size:12px}
.coverage th{font-weight:400;color:var(--muted);padding:2px 4px;text-align:center}
.coverage td{height:22px;text-align:center;border-radius:3px}
.month{--whole:color-mix(in srgb,var(--gain) 28%,var(--card))}
.month{background:color-mix(in srgb,var(--loss) var(--missing),var(--whole))}
`
