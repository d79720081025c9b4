// @ts-check
// Packs the extension into dist/strat-VERSION.vsix, or into the file that is named.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js'
import { build } from 'esbuild'

const here = fileURLToPath(new URL('.', import.meta.url))
const root = fileURLToPath(new URL('../../', import.meta.url))
/** @type {{ name: string, displayName: string, description: string, version: string,
 *   publisher: string, engines: { vscode: string }, categories: string[] }} */
const manifest = JSON.parse(readFileSync(`${here}package.json`, 'utf8'))
const { version } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'))
const target = process.argv[2] ?? `${root}dist/strat-${version}.vsix`

const bundle = await build({
  absWorkingDir: root,
  entryPoints: ['editor/vscode/extension.ts', 'editor/vscode/server.ts'],
  outdir: 'out',
  outExtension: { '.js': '.cjs' },
  bundle: true,
  minify: true,
  write: false,
  format: 'cjs',
  platform: 'node',
  target: 'node20',
  external: ['vscode'],
  logLevel: 'warning',
})

/** @type {Map<string, string | Uint8Array>} */
const files = new Map()
files.set('extension/package.json', JSON.stringify({ ...manifest, version }, null, 2))
files.set('extension/readme.md', readFileSync(`${here}README.md`))
files.set('extension/LICENSE.txt', readFileSync(`${root}LICENSE`))
for (const name of ['language-configuration.json', 'generated/strat.tmLanguage.json']) {
  files.set(`extension/${name.replace('generated/', '')}`, readFileSync(here + name))
}
for (const { path, contents } of bundle.outputFiles) {
  files.set(`extension/${path.slice(path.lastIndexOf('/') + 1)}`, contents)
}
files.set('extension.vsixmanifest', about())
files.set('[Content_Types].xml', contentTypes())

const writer = new ZipWriter(new Uint8ArrayWriter(), { useWebWorkers: false })
for (const [path, content] of files) {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
  // No date: the same sources give the same file.
  const lastModDate = new Date(Date.UTC(1980, 0, 1))
  await writer.add(path, new Blob([new Uint8Array(bytes)]).stream(), { lastModDate })
}
mkdirSync(dirname(target), { recursive: true })
writeFileSync(target, await writer.close())
console.log(target)

/** Who it is, as the editor reads it from a package. */
function about() {
  const { name, publisher, displayName, description, categories, engines } = manifest
  return `<?xml version="1.0" encoding="utf-8"?>
<PackageManifest Version="2.0.0" xmlns="http://schemas.microsoft.com/developer/vsx-schema/2011">
  <Metadata>
    <Identity Language="en-US" Id="${escaped(name)}" Version="${version}" Publisher="${escaped(publisher)}" />
    <DisplayName>${escaped(displayName)}</DisplayName>
    <Description xml:space="preserve">${escaped(description)}</Description>
    <Categories>${escaped(categories.join(','))}</Categories>
    <License>extension/LICENSE.txt</License>
    <Properties>
      <Property Id="Microsoft.VisualStudio.Code.Engine" Value="${escaped(engines.vscode)}" />
      <Property Id="Microsoft.VisualStudio.Code.ExtensionKind" Value="workspace" />
    </Properties>
  </Metadata>
  <Installation>
    <InstallationTarget Id="Microsoft.VisualStudio.Code" />
  </Installation>
  <Dependencies />
  <Assets>
    <Asset Type="Microsoft.VisualStudio.Code.Manifest" Path="extension/package.json" Addressable="true" />
    <Asset Type="Microsoft.VisualStudio.Services.Content.Details" Path="extension/readme.md" Addressable="true" />
    <Asset Type="Microsoft.VisualStudio.Services.Content.License" Path="extension/LICENSE.txt" Addressable="true" />
  </Assets>
</PackageManifest>
`
}

/** A type for every ending in the package. */
function contentTypes() {
  const endings = new Set([...files.keys(), 'x.vsixmanifest'].map((path) => extname(path)))
  const types = { '.json': 'application/json', '.md': 'text/markdown', '.txt': 'text/plain' }
  const more = { '.cjs': 'application/javascript', '.vsixmanifest': 'text/xml' }
  /** @type {Record<string, string>} */
  const all = { ...types, ...more }
  const rows = [...endings].map((ending) => {
    const type = all[ending]
    if (type === undefined) throw new Error(`no content type for ${ending}`)
    return `<Default Extension="${ending}" ContentType="${type}" />`
  })
  return `<?xml version="1.0" encoding="utf-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">${rows.join('')}</Types>
`
}

/** @param {string} text */
function escaped(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}
