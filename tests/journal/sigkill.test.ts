import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { build } from 'esbuild'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openJournal, readJournal } from '../../runtime/journal/journal.ts'

const folder = mkdtempSync(join(tmpdir(), 'sigkill-'))
const writer = join(folder, 'writer.mjs')
const path = join(folder, 'run.journal')

beforeAll(async () => {
  await build({
    entryPoints: [new URL('./writer.ts', import.meta.url).pathname],
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile: writer,
    logLevel: 'silent',
  })
})
afterAll(() => rmSync(folder, { recursive: true }))

/** Starts the writer and kills it this long after its first durable record. */
async function killAfter(milliseconds: number): Promise<number> {
  const child = spawn(process.execPath, [writer, path], { stdio: ['ignore', 'pipe', 'inherit'] })
  const closed = once(child, 'close')
  let output = ''
  child.stdout.setEncoding('utf8')
  child.stdout.on('data', (text: string) => {
    output += text
  })
  await once(child.stdout, 'data')
  await sleep(milliseconds)
  child.kill('SIGKILL')
  await closed
  const lines = output.split('\n')
  return Number(lines.at(-2))
}

test('a writer killed at any instant keeps all that it called durable, and its lock is no hindrance', async () => {
  let before = 0
  for (const milliseconds of [0, 7, 23, 41]) {
    const durable = await killAfter(milliseconds)
    expect(existsSync(`${path}.lock`)).toBe(true)
    const records = readJournal(path)
    expect(durable).toBeGreaterThan(before)
    expect(records.length).toBeGreaterThanOrEqual(durable)
    before = durable
  }
  const journal = openJournal(path)
  expect(journal.records.length).toBeGreaterThanOrEqual(before)
  await journal.close()
  expect(existsSync(`${path}.lock`)).toBe(false)
})
