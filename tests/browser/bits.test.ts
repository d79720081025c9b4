/** The same strategy on the same bars gives the same bits in Node, Chromium and Firefox. */
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildSync } from 'esbuild'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runDigest } from '../../editor/pipeline/run-digest.ts'
import { seriesBytes } from '../../editor/pipeline/series-bytes.ts'
import type { RunResult } from '../../runtime/core/result.ts'
import { MATH_DIGEST } from '../stdlib/math-vectors.ts'
import { BARS, TEXTS } from './bits-subjects.ts'
import { CHROMIUM, launchChromium } from './browser.ts'
import { findBrowser } from './find-browser.mjs'
import { nodeRun } from './node-run.ts'
import { builtFiles, WEB } from './studio-host.ts'

const FIREFOX = findBrowser('firefox')
interface Told {
  /** By text: the answer of the strategy worker, numbers as the shortest texts that read back. */
  readonly results: readonly Pick<RunResult, 'equity' | 'trades' | 'open'>[]
  readonly plots: readonly (readonly (readonly number[])[])[]
  readonly math: { readonly wrong: readonly string[]; readonly digest: string }
  /** What went wrong on the page. */
  readonly failed?: string
}

const WORKER = builtFiles('workers').find((name) => /^strategy\..*\.js$/.test(name))!

/** The pinned vectors, to be computed by the browser itself. */
const MATH_MODULE = buildSync({
  entryPoints: ['tests/stdlib/math-vectors.ts'],
  bundle: true,
  format: 'esm',
  write: false,
}).outputFiles[0]!.text

/** Runs every text in the built page's own worker and sends home what it answers. */
const PAGE = `<!doctype html><title>bits</title><script type="module">
const tell = (what) => fetch('/told', { method: 'POST', body: JSON.stringify(what, written) })
const failed = (reason) => void tell({ failed: String(reason) })
addEventListener('unhandledrejection', ({ reason }) => failed(reason))
addEventListener('error', ({ message }) => failed(message))
const written = (key, value) =>
  value instanceof Float64Array ? [...value].map((one) => one === one ? one : 'NaN')
  : typeof value === 'number' && value !== value ? 'NaN' : value
const { mathDigest, wrongVectors } = await import('/math.js')
const texts = await (await fetch('/texts')).json()
const buffer = await (await fetch('/bars')).arrayBuffer()
const length = new DataView(buffer).getUint32(8, true)
const column = (index) => new Float64Array(buffer, 16 + index * length * 8, length)
const [time, open, high, low, close, volume] = [0, 1, 2, 3, 4, 5].map(column)
const bars = { length, time, open, high, low, close, volume }
const worker = new Worker('/worker.js', { type: 'module' })
const prices = { bars, name: 'bits', symbol: 'SAMPLE', timezone: 'UTC', interval: '1d', notes: [] }
worker.postMessage({ kind: 'prices', prices })
const answers = []
for (const [run, source] of texts.entries()) {
  worker.postMessage({ kind: 'run', run: run + 1, source, asked: { parameters: {} } })
  answers.push(await new Promise((resolve, reject) => {
    worker.onerror = (event) => reject(new Error(event.message))
    worker.onmessage = ({ data }) => {
      if (data.kind === 'ran') resolve(data.shown)
      else if (data.kind !== 'progress') reject(new Error(JSON.stringify(data)))
    }
  }))
}
await tell({
  results: answers.map(({ result }) => result),
  plots: answers.map(({ plots }) => plots),
  math: { wrong: wrongVectors(), digest: mathDigest() },
})
</script>`

let server: Server
let told: (text: string) => void = () => {}

beforeAll(async () => {
  server = createServer((request, response) => {
    const answer = (type: string, body: string | Uint8Array) =>
      response.writeHead(200, { 'content-type': type }).end(body)
    switch (request.url) {
      case '/':
        return answer('text/html', PAGE)
      case '/texts':
        return answer('application/json', JSON.stringify(TEXTS))
      case '/bars':
        return answer('application/octet-stream', seriesBytes(BARS))
      case '/math.js':
        return answer('text/javascript', MATH_MODULE)
      case '/worker.js':
        return answer('text/javascript', readFileSync(join(WEB, 'workers', WORKER)))
      case '/told': {
        const parts: Buffer[] = []
        request.on('data', (part: Buffer) => parts.push(part))
        request.on('end', () => {
          answer('text/plain', '')
          told(Buffer.concat(parts).toString())
        })
        return undefined
      }
      default:
        return response.writeHead(404).end()
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

const address = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
const answered = () =>
  new Promise<Told>((resolve) => {
    told = (text) => resolve(JSON.parse(text, (_, value) => (value === 'NaN' ? Number.NaN : value)))
  })

function expectNodesBits({ failed, results, plots, math }: Told): void {
  expect(failed).toBeUndefined()
  expect(math).toEqual({ wrong: [], digest: MATH_DIGEST })
  TEXTS.forEach((text, index) => {
    const report = nodeRun(text, BARS, '1d')
    const { equity, trades, open } = results[index]!
    const theirs = { ...report.result, equity: Float64Array.from(equity), trades, open }
    expect(runDigest(theirs), text).toEqual(runDigest(report.result))
    expect(trades.length, text).toBeGreaterThan(0)
    expect(plots[index]!.map((column) => Float64Array.from(column))).toEqual(report.plots)
  })
}

test.skipIf(CHROMIUM === undefined)('Chromium', async () => {
  const browser = await launchChromium()
  try {
    const page = await browser.newPage()
    const answer = answered()
    await page.goto(address())
    expectNodesBits(await answer)
  } finally {
    await browser.close()
  }
})

test.skipIf(FIREFOX === undefined)('Firefox', async () => {
  const profile = mkdtempSync(join(tmpdir(), 'firefox-'))
  const answer = answered()
  const firefox = spawn(FIREFOX!, ['--headless', '--no-remote', '--profile', profile, address()], {
    stdio: 'ignore',
    env: { ...process.env, HOME: profile, MOZ_CRASHREPORTER_DISABLE: '1' },
  })
  try {
    const failed = new Promise<never>((_, reject) => {
      firefox.on('error', reject)
      firefox.on('exit', (code) => reject(new Error(`Firefox ended with ${code}`)))
    })
    expectNodesBits(await Promise.race([answer, failed]))
  } finally {
    firefox.removeAllListeners('exit')
    const gone = new Promise((resolve) => firefox.once('exit', resolve))
    if (firefox.exitCode === null) {
      firefox.kill('SIGKILL')
      await gone
    }
    rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 })
  }
})

describe('the rig', () => {
  test('sees one bit', () => {
    const report = nodeRun(TEXTS[0]!, BARS, '1d')
    const equity = report.result.equity.slice()
    equity[3_000] = equity[3_000]! * (1 + Number.EPSILON)
    expect(runDigest({ ...report.result, equity })).not.toEqual(runDigest(report.result))
  })
})
