/** An import that is killed at any instant leaves the series as it was before or as it is after. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { afterAll, expect, test } from 'vitest'
import { openStore } from '../../../runtime/store/bar-store.ts'
import { seriesNamed } from '../../../runtime/store/series-meta.ts'

const KILLS = 8
const BARS = 10_000
const SEED = 20_261

const folder = mkdtempSync(join(tmpdir(), 'killed-'))
const script = fileURLToPath(
  new URL(`../../../node_modules/.cache/import-loop-${process.pid}.mjs`, import.meta.url),
)
afterAll(() => {
  rmSync(folder, { recursive: true })
  rmSync(script, { force: true })
})

test(`${KILLS} kills, seed ${SEED}`, async () => {
  await bundle()
  const store = join(folder, 'bars.db')
  const files = [version('old', 1), version('new', 2)]
  let random = SEED
  let importMs = 0
  for (let kill = 0; kill < KILLS; kill++) {
    const child = spawn(process.execPath, [script, store, ...files], { stdio: 'pipe' })
    const ended = once(child, 'exit')
    // A dot for each import: from the first on, anywhere in the next two, however slow they are.
    await once(child.stdout, 'data')
    if (importMs === 0) {
      const began = Date.now()
      await once(child.stdout, 'data')
      importMs = Date.now() - began
    }
    random = (random * 1_103_515_245 + 12_345) % 2_147_483_648
    await setTimeout(random % (2 * importMs + 1))
    expect(child.exitCode, 'it was alive').toBeNull()
    child.kill('SIGKILL')
    await ended
    expect([1, 2]).toContain(await priceOfAllBars(store))
  }
})

/** All bars of a version have its price; one row is bad. */
function version(name: string, price: number): string {
  const rows = Array.from({ length: BARS }, (_, minute) => {
    const bad = minute === 100 ? 0 : price
    return `${1_600_000_000 + 60 * minute},${price},${price},${bad},${price},${minute}`
  })
  const path = join(folder, `${name}.csv`)
  writeFileSync(path, `time,open,high,low,close,volume\n${rows.join('\n')}\n`)
  return path
}

async function priceOfAllBars(path: string): Promise<number> {
  const opened = await openStore(path)
  if (opened.kind === 'unavailable') throw new Error(opened.reason)
  const { store } = opened
  const [entry, ...others] = seriesNamed(store.listSeries(), 'KILLED')
  expect(others).toEqual([])
  const stored = store.getSeries(entry!)
  if (stored.kind === 'damaged') throw new Error(stored.reason)
  const { bars } = stored
  expect(bars.length).toBe(BARS - 1)
  const prices = new Set([...bars.open, ...bars.high, ...bars.low, ...bars.close])
  expect(prices.size).toBe(1)
  const newest = (entry!.provenance as { path: string }).path
  const aside = store.listQuarantine(entry!.key).map(({ file }) => file)
  expect(aside).toContain(newest)
  store.close()
  const [price] = [...prices] as [number]
  expect(newest.endsWith(price === 1 ? 'old.csv' : 'new.csv')).toBe(true)
  return price
}

async function bundle(): Promise<void> {
  mkdirSync(join(script, '..'), { recursive: true })
  await build({
    entryPoints: [fileURLToPath(new URL('./import-loop.ts', import.meta.url))],
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    outfile: script,
    logLevel: 'warning',
  })
}
