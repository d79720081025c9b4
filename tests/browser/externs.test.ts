/** The built page: a user's extern runs in its worker, and one that fails is told. */
import { expect, test } from 'vitest'
import { EXAMPLE_LIBRARIES } from '../../language/example.ts'
import { CHROMIUM, launchChromium } from './browser.ts'
import { openStudio, studioHost } from './studio-host.ts'

const STRATEGY = `strategy "Turns"
timeframe 1d
import "momentum.ts"
enter long when momentum.turn(close, 3) > 0
  size 10 shares
exit long when momentum.turn(close, 3) < 0
`

test.skipIf(CHROMIUM === undefined)(
  'an extern runs in the page, and says where it fails',
  async () => {
    const browser = await launchChromium()
    const host = await studioHost()
    const momentum = EXAMPLE_LIBRARIES.get('momentum.ts')!
    host.write('turns.strat', STRATEGY)
    host.write('momentum.ts', momentum)
    const { page, complaints } = await openStudio(browser, host)
    await page.locator('.top select').first().selectOption('turns.strat')
    await expect.poll(() => page.getByText(/^Trades \([1-9]/).count()).toBeGreaterThan(0)
    host.write('momentum.ts', momentum.replace('last = x\n', 'while (seen >= 100) last = x\n'))
    await page.reload()
    await expect
      .poll(() => page.locator('.figures .problem').textContent())
      .toMatch(/momentum\.ts:15: the extern `turn` fails at a bar, given .*it does not end/)
    expect(complaints).toEqual([])
    await browser.close()
    await host.close()
  },
)
