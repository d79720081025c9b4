/** Scripts bundled for a process of their own, for as long as a test file runs. */
import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'
import { afterAll } from 'vitest'
import { ROOT } from '../command/strat.ts'

const REQUIRE =
  "import { createRequire as from } from 'node:module'; const require = from(import.meta.url)"

/** Bundles a module, named from the project's root, to one file. */
export async function childScript(path: string): Promise<string> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'studio-child-')))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  const outfile = join(folder, 'script.mjs')
  await build({
    entryPoints: [`${ROOT}${path}`],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'silent',
    // Packages that are no modules yet ask for Node's own with `require`.
    banner: { js: REQUIRE },
  })
  return outfile
}
