// @ts-check
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium } from 'playwright-core'

const NAMES = {
  chromium: ['chromium', 'chromium-browser', 'google-chrome', 'chrome'],
  firefox: ['firefox-esr', 'firefox'],
}
const VARIABLES = { chromium: 'CHROME_PATH', firefox: 'FIREFOX_PATH' }

/**
 * The path of a browser of this machine: what the environment names, what is on the path, what
 * Playwright keeps; undefined where there is none.
 * @param {'chromium' | 'firefox'} kind
 * @returns {string | undefined}
 */
export function findBrowser(kind) {
  const folders = (process.env.PATH ?? '').split(delimiter)
  const onPath = NAMES[kind].flatMap((name) => folders.map((folder) => join(folder, name)))
  const kept = kind === 'chromium' ? [chromium.executablePath()] : []
  return [process.env[VARIABLES[kind]] ?? '', ...onPath, ...kept].find(canRun)
}

/** @param {string} path */
function canRun(path) {
  try {
    accessSync(path, constants.X_OK)
    return path !== ''
  } catch {
    return false
  }
}
