import { type Browser, chromium } from 'playwright-core'
import { findBrowser } from './find-browser.mjs'

/** Chromium of this machine; a run on CI must not pass for want of it. */
export const CHROMIUM = findBrowser('chromium')
if (CHROMIUM === undefined && process.env.CI) {
  throw new Error('there is no Chromium: tests/browser/install.mjs could not bring it')
}

/** Keeps a browser from asking anybody anything. */
export const CHROMIUM_FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** A headless Chromium. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM!, args: CHROMIUM_FLAGS })
}
