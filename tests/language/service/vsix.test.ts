import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, extname, join } from 'node:path'
import { Uint8ArrayReader, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sampleText } from '../../browser/node-run.ts'
import { ROOT } from '../../command/strat.ts'
import { lspClient } from './lsp-client.ts'

const PACK = 'editor/vscode/pack.mjs'

let folder: string
let unpacked: ReadonlyMap<string, Uint8Array>
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vsix-'))
  const file = join(folder, 'strat.vsix')
  execFileSync(process.execPath, [PACK, file], { cwd: ROOT })
  const reader = new ZipReader(new Uint8ArrayReader(readFileSync(file)), { useWebWorkers: false })
  const files = new Map<string, Uint8Array>()
  for (const entry of await reader.getEntries()) {
    if (entry.directory) continue
    const bytes = await entry.getData(new Uint8ArrayWriter())
    files.set(entry.filename, bytes)
    const path = join(folder, entry.filename)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, bytes)
  }
  unpacked = files
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const text = (path: string) => new TextDecoder().decode(unpacked.get(path))
const json = (path: string) => JSON.parse(text(path))

test('every file that the extension names is in the package, and every file has a type', () => {
  const { main, contributes, version } = json('extension/package.json')
  const [language, grammar] = [contributes.languages[0], contributes.grammars[0]]
  const named = [main, language.configuration, grammar.path].map((path) => join('extension', path))
  const assets = [...text('extension.vsixmanifest').matchAll(/ Path="([^"]*)"/g)]
  for (const path of [...named, ...assets.map(([, path]) => path!), 'extension/server.cjs'])
    expect(unpacked.has(path), path).toBe(true)
  expect(text('extension.vsixmanifest')).toContain(`Id="strat" Version="${version}"`)
  for (const path of unpacked.keys()) {
    if (path === '[Content_Types].xml') continue
    expect(text('[Content_Types].xml')).toContain(`Extension="${extname(path)}"`)
  }
  expect(language.extensions).toEqual(['.strat'])
  expect(JSON.parse(text('extension/language-configuration.json')).brackets).toHaveLength(3)
})

test('the same sources give the same package', () => {
  const again = join(folder, 'again.vsix')
  execFileSync(process.execPath, [PACK, again], { cwd: ROOT })
  expect(readFileSync(again).equals(readFileSync(join(folder, 'strat.vsix')))).toBe(true)
})

test('its server serves', async () => {
  const client = await lspClient(join(folder, 'extension/server.cjs'))
  const uri = 'untitled:packed.strat'
  client.open(uri, 'strategy "x"\ntimeframe 1d\nlet x = clsoe')
  const { diagnostics } = await client.told(uri, 1)
  expect(diagnostics.map(({ code }) => code)).toEqual(['unknown-name'])
  expect(await client.end()).toBe(0)
})

test('its colours fit the language', () => {
  const { patterns } = json('extension/strat.tmLanguage.json') as {
    patterns: { name: string; match: string }[]
  }
  const rules = patterns.map(({ name, match }) => ({ name, match: new RegExp(match, 'my') }))
  const coloured = (line: string) => {
    const found: string[] = []
    for (let at = 0; at < line.length; ) {
      const hit = rules.flatMap(({ name, match }) => {
        match.lastIndex = at
        const length = match.exec(line)?.[0].length ?? 0
        return length > 0 ? [{ name, length }] : []
      })[0]
      if (hit) found.push(`${line.slice(at, at + hit.length)} ${hit.name.split('.')[0]}`)
      at += hit?.length ?? 1
    }
    return found
  }
  expect(coloured('enter long when rsi(14) < 30.5% // why')).toEqual([
    ...['enter keyword', 'long keyword', 'when keyword', 'rsi entity', '14 constant'],
    ...['< keyword', '30.5% constant', '// why comment'],
  ])
  // Every sample is coloured to its last word.
  const rest = sampleText('sma_crossover.strat').split('\n').flatMap(coloured)
  expect(rest.length).toBeGreaterThan(50)
})
