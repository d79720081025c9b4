// @ts-check
// Bundles the command line into dist/strat.js, or into another folder that is named. One chunk a
// command, loaded when asked for: a cold start reads only what it runs. What brings files of its
// own stays outside.
import { rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const root = fileURLToPath(new URL('../../', import.meta.url))
const outdir = `${root}${process.argv[2] ?? 'dist'}`

const shared = {
  absWorkingDir: root,
  bundle: true,
  minifySyntax: true,
  format: /** @type {const} */ ('esm'),
  platform: /** @type {const} */ ('node'),
  target: 'node20',
  logLevel: /** @type {const} */ ('warning'),
}

rmSync(`${outdir}/chunks`, { recursive: true, force: true })
// The process of a server's run may read this one file and no other.
await build({
  ...shared,
  entryPoints: ['editor/server/run-child.ts'],
  outfile: `${outdir}/run-child.mjs`,
})
await build({
  ...shared,
  entryPoints: ['editor/cli/strat.ts'],
  outdir,
  chunkNames: 'chunks/[name]-[hash]',
  splitting: true,
  external: ['better-sqlite3', 'lightweight-charts'],
  sourcemap: 'linked',
  // CommonJS packages among ours ask for node's modules by `require`.
  banner: {
    js: "import { createRequire as requireFor } from 'node:module'; const require = requireFor(import.meta.url)",
  },
})
