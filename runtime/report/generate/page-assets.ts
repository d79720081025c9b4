import { fileURLToPath } from 'node:url'
import { build, type Plugin } from 'esbuild'

/**
 * The module `runtime/report/generated/page-assets.ts`: the page's script and style sheet, bundled
 * and minified, as texts. They are generated so that writing a report needs no bundler.
 */
export async function pageAssets(root: URL): Promise<string> {
  const { outputFiles } = await build({
    absWorkingDir: fileURLToPath(root),
    entryPoints: ['runtime/report/web/main.ts', 'runtime/report/web/page.css'],
    outdir: 'out',
    bundle: true,
    minify: true,
    format: 'iife',
    target: ['es2022', 'chrome111', 'firefox113', 'safari16.2'],
    charset: 'ascii',
    write: false,
    logLevel: 'warning',
    plugins: [libraryOnThePage],
  })
  const text = (extension: string) =>
    JSON.stringify(outputFiles.find(({ path }) => path.endsWith(extension))!.text)
  return [
    '// Generated from runtime/report/web by `npm run generate`. Do not edit.',
    '',
    '/** The style sheet of a report page. */',
    `export const PAGE_STYLE =\n  ${text('.css')}`,
    '',
    '/** The script of a report page; it expects the chart library before it. */',
    `export const PAGE_SCRIPT =\n  ${text('.js')}`,
    '',
  ].join('\n')
}

/** The chart library's standalone build stands before the script on the page, as a global. */
const libraryOnThePage: Plugin = {
  name: 'library-on-the-page',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^lightweight-charts$/ }, ({ path }) => ({ path, namespace: 'page' }))
    onLoad({ filter: /.*/, namespace: 'page' }, () => ({
      contents: 'module.exports = LightweightCharts',
    }))
  },
}
