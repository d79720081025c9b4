/** The page in a real browser, where there is one: its script runs under its own policy. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, test } from 'vitest'
import { htmlReport } from '../../../runtime/report/html.ts'
import { CHROMIUM, CHROMIUM_FLAGS } from '../../browser/browser.ts'
import { crossoverReport, walkBars } from './run-fixture.ts'

const FLAGS = [
  '--headless',
  ...CHROMIUM_FLAGS,
  '--enable-logging=stderr',
  '--virtual-time-budget=2000',
]

/** The document once its script ran, and what the console said. */
function opened(html: string): { readonly dom: string; readonly console: string } {
  const folder = mkdtempSync(join(tmpdir(), 'page-'))
  try {
    const path = join(folder, 'report.html')
    writeFileSync(path, html)
    const profile = `--user-data-dir=${join(folder, 'profile')}`
    const address = pathToFileURL(path).href
    const run = spawnSync(CHROMIUM!, [...FLAGS, profile, '--dump-dom', address], {
      encoding: 'utf8',
      timeout: 50_000,
      maxBuffer: 2 ** 26,
    })
    const said = run.stderr.split('\n').filter((line) => line.includes('CONSOLE'))
    return { dom: run.stdout, console: said.join('\n') }
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

describe.skipIf(CHROMIUM === undefined)('the page in a browser', () => {
  test('draws chart, legends and trades, and the console stays silent', () => {
    const report = crossoverReport(walkBars(800))
    const { dom, console } = opened(htmlReport(report))
    expect(console).toBe('')
    expect(dom.includes('<canvas')).toBe(true)
    expect(dom.match(/class="legend"/g)).toHaveLength(4)
    const trades = report.result.trades.length + report.result.open.length
    expect(dom.match(/<tr data-trade=/g)).toHaveLength(trades)
  })

  test('hostile labels run nothing', () => {
    const title = `</script><img src=x onerror="document.title='broken'">`
    const report = crossoverReport(walkBars(100), title)
    const plots = report.meta.plots.map((plot) => ({ ...plot, label: title }))
    const { dom, console } = opened(htmlReport({ ...report, meta: { ...report.meta, plots } }))
    expect(console).toBe('')
    expect(dom.includes('<title>broken')).toBe(false)
    expect(dom.includes('<canvas')).toBe(true)
  })
})
