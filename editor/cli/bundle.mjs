// @ts-check
// Bundles the command line into dist/strat.js, or into another folder that is named. One chunk a
// command, loaded when asked for: a cold start reads only what it runs. What brings files of its
// own stays outside.
import { rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const root = fileURLToPath(new URL('../../', import.meta.url))
const outdir = `${root}${process.argv[2] ?? 'dist'}`

rmSync(`${outdir}/chunks`, { recursive: true, force: true })
await build({
  absWorkingDir: root,
  entryPoints: ['editor/cli/strat.ts'],
  outdir,
  chunkNames: 'chunks/[name]-[hash]',
  bundle: true,
  splitting: true,
  minifySyntax: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  external: ['better-sqlite3', 'lightweight-charts'],
  sourcemap: 'linked',
  logLevel: 'warning',
  // CommonJS packages among ours ask for node's modules by `require`.
  banner: {
    js: "import { createRequire as requireFor } from 'node:module'; const require = requireFor(import.meta.url)",
  },
})
