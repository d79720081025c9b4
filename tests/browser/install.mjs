// @ts-check
// Brings the browsers that the tests of the page need, where they lack and where it can: as root by
// Debian's packages, elsewhere Chromium by Playwright. What cannot be had is said, and its tests are
// skipped; on CI they fail without Chromium.
import { spawnSync } from 'node:child_process'
import { findBrowser } from './find-browser.mjs'

/**
 * @param {string} program
 * @param {string[]} args
 */
function run(program, ...args) {
  return spawnSync(program, args, { stdio: ['ignore', 'ignore', 'inherit'] }).status === 0
}

const missing = /** @type {const} */ (['chromium', 'firefox']).filter(
  (kind) => findBrowser(kind) === undefined,
)
if (missing.length > 0) {
  console.log(`Bringing ${missing.join(' and ')} for the tests of the page.`)
  const packages = missing.map((kind) => (kind === 'firefox' ? 'firefox-esr' : kind))
  if (process.getuid?.() === 0 && run('apt-get', 'update', '-qq')) {
    for (const name of packages) run('apt-get', 'install', '-y', '-qq', name)
  } else if (missing.includes('chromium')) {
    run('npx', 'playwright-core', 'install', 'chromium')
  }
  for (const kind of missing) {
    if (findBrowser(kind) === undefined) console.log(`No ${kind}: its tests are skipped.`)
  }
}
