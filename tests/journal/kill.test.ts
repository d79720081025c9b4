import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  clearLatch,
  type KillMode,
  type Latch,
  latchPath,
  latchReader,
  readLatch,
  setLatch,
} from '../../runtime/live/kill.ts'

const folder = mkdtempSync(join(tmpdir(), 'kill-'))
const script = join(folder, 'kill.mjs')
let files = 0

beforeAll(async () => {
  await build({
    entryPoints: [fileURLToPath(new URL('../../runtime/live/kill.ts', import.meta.url))],
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile: script,
    logLevel: 'silent',
  })
})
afterAll(() => rmSync(folder, { recursive: true }))

function fresh(): string {
  files += 1
  return latchPath(join(folder, `run-${files}.journal`))
}

function latch(mode: KillMode, by = 'ann'): Latch {
  return { mode, by, at: 1_700_000_000_000 }
}

/** Runs a line of JavaScript with the latch's functions in another process. */
function elsewhere(line: string): string {
  const text = `import { setLatch, clearLatch, readLatch } from ${JSON.stringify(script)}\n${line}`
  const args = ['--input-type=module', '-e', text]
  const { stdout, stderr, status } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
  return stdout.trim()
}

describe('the kill latch', () => {
  test('is open at first, stays set, and can be cleared', () => {
    const path = fresh()
    expect(readLatch(path)).toBeUndefined()
    expect(setLatch(path, latch('cancel'))).toEqual(latch('cancel'))
    expect(readLatch(path)).toEqual(latch('cancel'))
    expect(clearLatch(path)).toBe(true)
    expect(clearLatch(path)).toBe(false)
    expect(readLatch(path)).toBeUndefined()
  })

  test.each<[KillMode, KillMode, KillMode]>([
    ['halt', 'cancel', 'cancel'],
    ['cancel', 'flatten', 'flatten'],
    ['flatten', 'halt', 'flatten'],
    ['flatten', 'cancel', 'flatten'],
    ['cancel', 'halt', 'cancel'],
    ['cancel', 'cancel', 'cancel'],
  ])('%s, then %s: %s is in force', (first, second, inForce) => {
    const path = fresh()
    setLatch(path, latch(first))
    expect(setLatch(path, latch(second)).mode).toBe(inForce)
    expect(readLatch(path)?.mode).toBe(inForce)
  })

  test('that another process sets or clears is seen at the next look', () => {
    const path = fresh()
    const look = latchReader(path)
    expect(look()).toBeUndefined()
    elsewhere(`setLatch(${JSON.stringify(path)}, { mode: 'halt', by: 'child', at: 7 })`)
    expect(look()).toEqual({ mode: 'halt', by: 'child', at: 7 })
    elsewhere(`setLatch(${JSON.stringify(path)}, { mode: 'flatten', by: 'child', at: 8 })`)
    expect(look()?.mode).toBe('flatten')
    expect(elsewhere(`console.log(readLatch(${JSON.stringify(path)}).mode)`)).toBe('flatten')
    elsewhere(`clearLatch(${JSON.stringify(path)})`)
    expect(look()).toBeUndefined()
  })

  test('is seen however fast it changes', () => {
    const path = fresh()
    const look = latchReader(path)
    for (let round = 0; round < 16; round++) {
      setLatch(path, latch('halt', `a${round}`))
      expect(look()?.by).toBe(`a${round}`)
      setLatch(path, latch('halt', `b${round}`))
      expect(look()?.by).toBe(`b${round}`)
      if (round % 2 === 0) {
        clearLatch(path)
        expect(look()).toBeUndefined()
      }
    }
  })

  test.each<[string, string]>([
    ['empty', ''],
    ['half written', '{"mode":"fla'],
    ['of an unknown mode', '{"mode":"pause","by":"ann","at":1}'],
  ])('a file that is %s stops entries: unknown is not "go on"', (_, text) => {
    const path = fresh()
    writeFileSync(path, text)
    expect(readLatch(path)).toMatchObject({ mode: 'cancel', by: /cannot be read/ })
    expect(latchReader(path)()?.mode).toBe('cancel')
    setLatch(path, latch('flatten'))
    expect(latchReader(path)()).toEqual(latch('flatten'))
  })

  test("is its owner's alone and leaves no draft behind", () => {
    const path = fresh()
    setLatch(path, latch('halt'))
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(readdirSync(folder).filter((name) => name.endsWith('.new'))).toEqual([])
  })

  test('that cannot be looked at is set', () => {
    const path = fresh()
    symlinkSync(path, path)
    expect(latchReader(path)()).toMatchObject({ mode: 'cancel', by: /ELOOP/ })
    expect(readLatch(path)?.mode).toBe('cancel')
  })

  test('a look costs next to nothing', () => {
    const path = fresh()
    const look = latchReader(path)
    setLatch(path, latch('halt'))
    const start = performance.now()
    for (let k = 0; k < 2000; k++) look()
    expect((performance.now() - start) / 2000).toBeLessThan(0.5)
  })
})
