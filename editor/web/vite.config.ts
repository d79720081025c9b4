import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig, type Plugin } from 'vite'

const OUT = fileURLToPath(new URL('../../dist/web', import.meta.url))

/** Builds the page into dist/web, where the server looks for it. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [svelte({ configFile: false }), compressed()],
  build: {
    outDir: OUT,
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // How long plugins take says more of the machine than of the build.
    rolldownOptions: { checks: { pluginTimings: false } },
    // Monaco is one large chunk, loaded when the rest stands.
    chunkSizeWarningLimit: 8_000,
  },
  worker: {
    format: 'es',
    // A policy of its own goes with each worker: the server tells them by this folder.
    rolldownOptions: { output: { entryFileNames: 'workers/[name]-[hash].js' } },
  },
})

/** Beside each text file the same compressed, so that no request waits for that. */
function compressed(): Plugin {
  return {
    name: 'compressed',
    apply: 'build',
    closeBundle: () => {
      for (const name of readdirSync(OUT, { recursive: true, encoding: 'utf8' })) {
        if (!/\.(?:js|css|html|svg)$/.test(name)) continue
        const path = join(OUT, name)
        const bytes = readFileSync(path)
        if (bytes.length < 1_024) continue
        const quality = { [constants.BROTLI_PARAM_QUALITY]: 6 }
        writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }))
        writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params: quality }))
      }
    },
  }
}
