import { rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { BUNDLE_FOLDER, BUNDLED, makeBundle } from '../../command/processes.ts'
import { ROOT } from '../../command/strat.ts'
import { DIRECT } from './calls.ts'
import { CONTRACT } from './contract.ts'
import { contractFaults } from './contract-faults.ts'
import { type Host, hostOver } from './host.ts'
import { type LspClient, lspClient } from './lsp-client.ts'
import { lspHost } from './lsp-host.ts'
import { type PageWorker, pageWorker } from './page-worker.ts'

let client: LspClient
let server: Host
let worker: PageWorker
beforeAll(async () => {
  makeBundle()
  client = await lspClient(BUNDLED)
  server = lspHost(client)
  worker = pageWorker()
})
afterAll(async () => {
  await worker.end()
  expect(await client.end()).toBe(0)
  rmSync(ROOT + BUNDLE_FOLDER, { recursive: true, force: true })
})

describe.each([
  { name: 'the service', host: () => hostOver(DIRECT) },
  { name: 'strat lsp', host: () => server },
  { name: "the page's worker", host: () => hostOver(worker.calls) },
])('$name', ({ host }) => {
  test.each(CONTRACT.map((row) => ({ name: `${row.ask}: ${row.text}`, row })))(
    '$name',
    async ({ row }) => {
      expect(await contractFaults(host(), row)).toBeUndefined()
    },
  )
})

test('a host that answers wrongly is found out at every question', async () => {
  const dumb: Host = {
    diagnostics: () => ['nothing'],
    complete: () => [{ label: 'wrong', taken: '' }],
    hover: () => '',
    explain: () => '',
    signatureHelp: () => ({ label: 'wrong' }),
    definition: () => ({ start: 0, end: 1 }),
    references: () => ({ used: [0] }),
    rename: () => ({ becomes: '' }),
    documentSymbols: () => [],
    foldingRanges: () => [],
    semanticTokens: () => [],
    inlayHints: () => [],
    codeActions: () => '',
  }
  const faults = await Promise.all(CONTRACT.map((row) => contractFaults(dumb, row)))
  const missed = CONTRACT.filter((_, i) => faults[i] === undefined)
  expect(missed).toEqual([])
})
