// @ts-check
// `node tests/browser/other-nodes.mjs [VERSION…]`: whether other versions of Node, which npm brings
// for the occasion, come to the same bits as this one. Too heavy for every `npm test`.
import { execFileSync } from 'node:child_process'
import { buildSync } from 'esbuild'

const OWN = 'dist/bits/own-bits.js'
const asked = process.argv.slice(2)
const versions = asked.length > 0 ? asked : ['20', '22', '24']
buildSync({
  entryPoints: ['tests/browser/own-bits.ts'],
  bundle: true,
  platform: 'node',
  format: 'esm',
  packages: 'external',
  outfile: OWN,
})
const own = execFileSync(process.execPath, [OWN], { encoding: 'utf8' })
console.log(`${process.version}, this one: ${own.trim()}`)
for (const version of versions) {
  const node = ['exec', '--yes', `--package=node@${version}`, '--', 'node']
  const run = (/** @type {string} */ argument) =>
    execFileSync('npm', [...node, argument], { encoding: 'utf8' })
  const same = run(OWN) === own
  console.log(`${run('--version').trim()}: ${same ? 'the same bits' : 'OTHER BITS'}`)
  if (!same) process.exitCode = 1
}
