/** The built page over a store: an account of another currency, and finer bars. */
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { file, strat } from '../command/strat.ts'
import { bringRates, euroHome, STRATEGY } from '../server/euro.ts'
import { CHROMIUM, launchChromium } from './browser.ts'
import { openStudio, studioHost } from './studio-host.ts'
import { shows } from './studio-page.ts'

test.skipIf(CHROMIUM === undefined)(
  'an account of another currency and finer bars come to what the command comes to',
  async () => {
    const home = await euroHome()
    const strategy = file('euro.strat', STRATEGY)
    const command = async (...flags: readonly string[]) => {
      const run = await strat('run', strategy, '--data', 'ACME', ...flags)
      expect(run.err).toBe('')
      return /Final equity +([\d,.]+)/.exec(run.out)![1]!
    }
    const browser = await launchChromium()
    const host = await studioHost(home)
    host.write('euro.strat', STRATEGY)
    const { page, complaints } = await openStudio(browser, host)
    const hours = page.locator('.top select').nth(1).locator('option', { hasText: 'ACME 1h' })
    await page
      .locator('.top select')
      .nth(1)
      .selectOption(await hours.getAttribute('value'))
    await page.locator('.top select').first().selectOption('euro.strat')
    await shows(page, 'Final equity', await command())
    await page.getByText('Run: next_open').click()
    const account = page.getByLabel('Account in')
    await account.fill('usd')
    await account.press('Tab')
    await expect
      .poll(() => page.locator('.figures .problem').textContent())
      .toContain(
        'ACME in EUR, and there is no rate between them. Bring it with strat download EURUSD',
      )
    await bringRates(home)
    await page.reload()
    await shows(page, 'Final equity', await command('--currency', 'USD'))
    await page.getByText('Run: next_open, in USD').click()
    if (process.env.SCREENSHOTS) {
      await page.screenshot({ path: join(process.env.SCREENSHOTS, 'settings.png') })
    }
    await page.getByLabel('Finer bars').selectOption('none')
    await shows(page, 'Final equity', await command('--currency', 'USD', '--finer', 'none'))
    expect(complaints).toEqual([])
    await browser.close()
    await host.close()
    vi.unstubAllEnvs()
  },
)
