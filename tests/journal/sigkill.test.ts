import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openJournal, readJournal } from '../../runtime/journal/journal.ts'

const folder = mkdtempSync(join(tmpdir(), 'sigkill-'))
const writer = join(folder, 'writer.mjs')
const claimant = join(folder, 'claimant.mjs')
const path = join(folder, 'run.journal')

beforeAll(async () => {
  await build({
    entryPoints: ['writer', 'claimant'].map((name) => source(name)),
    bundle: true,
    platform: 'node',
    format: 'esm',
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    logLevel: 'silent',
  })
})
afterAll(() => rmSync(folder, { recursive: true }))

function source(name: string): string {
  return fileURLToPath(new URL(`./${name}.ts`, import.meta.url))
}

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

test('of several who find the lock of a dead process at once, one gets the journal', async () => {
  const wanted = join(folder, 'wanted.journal')
  writeFileSync(`${wanted}.lock`, '4194304 1\n')
  const children = Array.from({ length: 4 }, () =>
    spawn(process.execPath, [claimant, wanted], { stdio: ['pipe', 'pipe', 'inherit'] }),
  )
  const answers = await Promise.all(
    children.map(async ({ stdout }) => String(((await once(stdout, 'data')) as [Buffer])[0])),
  )
  for (const child of children) child.stdin.end()
  await Promise.all(children.map((child) => once(child, 'close')))
  expect(answers.sort()).toEqual(['locked', 'locked', 'locked', 'mine'])
})
