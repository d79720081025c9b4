import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { startStudio } from '../../editor/server/studio.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** The built page, as the server serves it. */
export const WEB = join(ROOT, 'dist/web')
if (!existsSync(join(WEB, 'index.html'))) {
  throw new Error('the page is not built: npm run build, or npm run bundle')
}

/** A server of the built page over a folder of its own. */
export interface StudioHost {
  readonly newLink: () => string
  readonly read: (name: string) => string
  readonly write: (name: string, text: string) => void
  readonly close: () => Promise<void>
}

/** Starts it with the project's samples, and only seeded prices, or a home's with a store. */
export async function studioHost(home?: string): Promise<StudioHost> {
  const folder = mkdtempSync(join(tmpdir(), 'studio-'))
  const strategies = join(folder, 'strategies')
  cpSync(join(ROOT, 'strategies'), strategies, { recursive: true })
  const said: unknown[] = []
  const studio = await startStudio({
    port: 0,
    strategies,
    store: join(home ?? folder, 'bars.db'),
    web: WEB,
    sp500: join(folder, 'none.csv'),
    runs: { script: join(ROOT, 'dist/run-child.mjs') },
    warn: (problem) => said.push(problem),
    onFault: (error) => said.push(error),
  })
  if ('problem' in studio) throw new Error(studio.problem)
  return {
    newLink: studio.newLink,
    read: (name) => readFileSync(join(strategies, name), 'utf8'),
    write: (name, text) => writeFileSync(join(strategies, name), text),
    close: async () => {
      await studio.close()
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
      if (said.length > 0) throw new Error(`the server said: ${said.join('; ')}`)
    },
  }
}

/** A page in a browser, with all that went wrong in it. */
export interface OpenedPage {
  readonly page: Page
  /** What the console said and what was thrown: nothing, in a test that passes. */
  readonly complaints: string[]
  /** Requests to other places than the server. */
  readonly strayed: string[]
  readonly context: BrowserContext
}

export interface PageOptions {
  readonly width?: number
  readonly height?: number
  readonly theme?: 'light' | 'dark'
}

/** Opens the studio, and waits until it can be used. */
export async function openStudio(
  browser: Browser,
  host: StudioHost,
  { width = 1_440, height = 900, theme = 'light' }: PageOptions = {},
): Promise<OpenedPage> {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: theme,
    reducedMotion: 'reduce',
  })
  const complaints: string[] = []
  const strayed: string[] = []
  const link = host.newLink()
  const { origin } = new URL(link)
  await context.route(
    (url) => url.origin !== origin,
    (route) => {
      strayed.push(route.request().url())
      return route.abort()
    },
  )
  const page = await context.newPage()
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(String(error)))
  await page.goto(link)
  await ready(page)
  return { page, complaints, strayed, context }
}

/** Waits for a result and for the editor. */
export async function ready(page: Page): Promise<void> {
  await page.locator('.tiles').waitFor({ state: 'attached' })
  await page.locator('.monaco .view-line').first().waitFor({ state: 'attached' })
}

/** Files of the built page below a folder. */
export function builtFiles(folder: string): readonly string[] {
  return readdirSync(join(WEB, folder))
}
