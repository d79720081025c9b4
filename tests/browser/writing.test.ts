/** The built page, its real server, a real browser: what a person writes and saves. */
import { describe, expect, test } from 'vitest'
import { CHROMIUM } from './browser.ts'
import { figureOf, nodeRun, sampleText } from './node-run.ts'
import { dailySample, shows, studioStage, textOf, type } from './studio-page.ts'

const SMA = 'sma_crossover.strat'

describe.skipIf(CHROMIUM === undefined)('writing in the studio', () => {
  const stage = studioStage()

  test('a mistake is told where it is, the result is of the text before, a fix mends it', async () => {
    const page = await stage.open()
    await type(page, '\nlet x = clse')
    const problem = page.locator('.problems li')
    await expect.poll(() => problem.textContent()).toContain('There is no `clse`.')
    await expect.poll(() => page.locator('.monaco .squiggly-error').count()).toBe(1)
    await expect.poll(() => page.locator('.why').textContent()).toContain('one mistake')
    expect(await page.locator('.figures.stale').count()).toBe(1)
    await problem.getByRole('button', { name: 'Write close' }).click()
    await expect.poll(() => problem.count()).toBe(0)
    await expect.poll(() => page.locator('.figures.stale').count()).toBe(0)
    expect(await textOf(page)).toContain('let x = close')
  })

  test('completion offers what may stand there, with its words', async () => {
    const page = await stage.open()
    await type(page, '\nlet x = sm')
    const offered = page.locator('.suggest-widget .monaco-list-row')
    const names = async () => {
      // Under load it is typed before anybody can be asked what may stand there.
      if ((await offered.count()) === 0) {
        await page.keyboard.press('Control+Space')
        await page.waitForTimeout(500)
      }
      return offered.allTextContents()
    }
    await expect.poll(names).toContainEqual(expect.stringMatching(/^sma/))
    await page.keyboard.press('Enter')
    await expect.poll(() => textOf(page)).toMatch(/let x = sma/)
  })

  test('what the pointer is over is explained', async () => {
    const page = await stage.open()
    const word = page.locator('.monaco .view-line span', { hasText: /^atr$/ }).first()
    const told = async () => {
      await page.mouse.move(5, 5)
      await word.hover()
      await page.waitForTimeout(1_000)
      return (await page.locator('.monaco-hover').allTextContents()).join(' ')
    }
    await expect.poll(told).toContain('true range')
  })

  test('behind a definition stands what its text does not show', async () => {
    const page = await stage.open()
    await type(page, '\nlet seen = sma(close, 7)')
    const line = page.locator('.monaco .view-line', { hasText: /let.seen/ })
    await expect.poll(() => line.textContent()).toMatch(/price.*after.\d.bars/)
  })

  test('the text is laid out by one key', async () => {
    const page = await stage.open()
    await type(page, '\nlet   x=sma( close,3 )')
    await page.keyboard.press('Shift+Alt+F')
    await expect.poll(() => textOf(page)).toContain('let x = sma(close, 3)')
  })

  test('a slider moves the equity, and can be written into the text', async () => {
    const page = await stage.open()
    const slider = page.getByRole('slider', { name: 'fast' })
    await slider.focus()
    for (let step = 0; step < 5; step++) await page.keyboard.press('ArrowRight')
    expect(await slider.getAttribute('aria-valuetext')).toBe('15')
    const report = nodeRun(sampleText(SMA), await dailySample(), '1d', { fast: 15 })
    await shows(page, 'Final equity', figureOf(report, 'finalEquity'))
    await page.getByRole('button', { name: 'Write into the text' }).click()
    await expect.poll(() => textOf(page)).toContain('param fast = 15 in 5..50')
    await shows(page, 'Final equity', figureOf(report, 'finalEquity'))
    expect(await page.getByRole('button', { name: 'Reset' }).count()).toBe(0)
  })

  test('policy, margin and metrics are chosen, and kept for the next visit', async () => {
    const page = await stage.open()
    await page.getByText('Run: next_open').click()
    await page.getByLabel('Fills').selectOption('same_close')
    const margin = page.getByLabel('Margin')
    await margin.fill('much')
    await margin.press('Tab')
    await expect
      .poll(() => page.locator('.figures .problem').textContent())
      .toContain('margin "much": write cash, reg-t')
    await margin.fill('25%')
    await margin.press('Tab')
    const metrics = page.getByLabel('Metrics')
    await metrics.fill('empyrical')
    await metrics.press('Tab')
    const terms = { policy: 'same_close', margin: '25%', metrics: 'empyrical' }
    const report = nodeRun(sampleText(SMA), await dailySample(), '1d', {}, terms)
    await shows(page, 'Final equity', figureOf(report, 'finalEquity'))
    await shows(page, 'Sharpe ratio', figureOf(report, 'sharpe'))
    await page.reload()
    await page.getByText('Run: same_close, margin 25%, metrics empyrical').waitFor()
    await shows(page, 'Sharpe ratio', figureOf(report, 'sharpe'))
  })

  test('parameters that break a requirement are refused in words', async () => {
    const page = await stage.open()
    const slider = page.getByRole('slider', { name: 'fast' })
    await slider.focus()
    await page.keyboard.press('End')
    await expect
      .poll(() => page.locator('.figures .problem').textContent())
      .toContain('fast < slow')
    await page.getByRole('button', { name: 'Reset' }).click()
    await expect.poll(() => page.locator('.figures .problem').count()).toBe(0)
  })

  test('what is saved is in the folder', async () => {
    const page = await stage.open()
    await type(page, '\n// mine')
    expect(await page.title()).toBe(`• ${SMA}`)
    await page.keyboard.press('Control+s')
    await expect.poll(() => stage.host().read(SMA)).toContain('// mine')
    await expect.poll(() => page.title()).toBe(SMA)
    expect(await page.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true)
  })

  test('a new strategy is a file once it is saved', async () => {
    const page = await stage.open()
    await page.getByRole('button', { name: 'New…' }).click()
    const name = page.getByLabel('File name')
    await name.fill('../escape')
    expect(await page.getByRole('button', { name: 'Begin' }).isDisabled()).toBe(true)
    await name.fill('first_try')
    await page.getByLabel('Begin with').selectOption('turtle')
    await page.getByRole('button', { name: 'Begin' }).click()
    await expect.poll(() => page.title()).toBe('• first_try.strat')
    await page.locator('.tiles').waitFor()
    await page.getByRole('button', { name: 'Save' }).click()
    await expect.poll(() => page.title()).toBe('first_try.strat')
    expect(stage.host().read('first_try.strat')).toContain('strategy "First try"')
    expect(stage.host().read('first_try.strat')).toContain('Donchian breakout')
  })

  test('a file that changed elsewhere is not overwritten unasked', async () => {
    const page = await stage.open()
    await type(page, '\n// mine')
    stage.host().write(SMA, `${sampleText(SMA)}\n// theirs\n`)
    await page.keyboard.press('Control+s')
    const question = page.getByRole('dialog')
    await question.getByText('was changed elsewhere').waitFor()
    await expect.poll(() => question.locator('.comparison').textContent()).toContain('theirs')
    await question.getByRole('button', { name: 'Save mine over it' }).click()
    await expect.poll(() => stage.host().read(SMA)).toContain('// mine')
    expect(stage.host().read(SMA)).not.toContain('// theirs')

    await type(page, '\n// more')
    // It is decided before two texts as different as these have been compared.
    const theirs = Array.from({ length: 3_000 }, (_, line) => `// theirs, line ${line}\n`).join('')
    stage.host().write(SMA, `// theirs again\n${theirs}${sampleText(SMA)}`)
    await page.keyboard.press('Control+s')
    await question.getByRole('button', { name: "Take the file's text" }).click()
    await expect.poll(() => textOf(page)).toContain('// theirs again')
    expect(stage.host().read(SMA)).toContain('// theirs again')
    await expect.poll(() => page.title()).toBe(SMA)
    // The browser says that a request was refused; twice it was to be.
    expect(stage.complaints()).toEqual(Array(2).fill(expect.stringContaining('409')))
  })

  test('a name that comes from another file leads there, and what was typed is kept', async () => {
    const library = `library "Mine"\n\nfn twice(x) = 2 * x\n`
    const importing = sampleText(SMA).replace('timeframe', 'import "mine.strat"\n\ntimeframe')
    stage.host().write('mine.strat', library)
    stage.host().write(SMA, importing)
    const page = await stage.open()
    await type(page, '\nplot twice(close)')
    for (let back = 0; back < 9; back++) await page.keyboard.press('ArrowLeft')
    await expect.poll(() => page.locator('.problems li').count()).toBe(0)
    await page.keyboard.press('F12')
    await expect.poll(() => page.title()).toBe('mine.strat')
    await page.keyboard.type('all_')
    await expect.poll(() => textOf(page)).toContain('fn all_twice(x)')
    await page.locator('.top select').first().selectOption(SMA)
    await expect.poll(() => page.title()).toBe(`• ${SMA}`)
  })

  test('a file keeps its line ends, and a text can go back to it', async () => {
    stage.host().write('windows.strat', sampleText(SMA).replaceAll('\n', '\r\n'))
    const page = await stage.open()
    await page.locator('.top select').first().selectOption('windows.strat')
    await expect.poll(() => page.title()).toBe('windows.strat')
    await type(page, '\n// mine')
    await page.getByRole('button', { name: 'Revert' }).click()
    await expect.poll(() => page.title()).toBe('windows.strat')
    await type(page, '\n// mine')
    await page.keyboard.press('Control+s')
    await expect.poll(() => page.title()).toBe('windows.strat')
    const saved = stage.host().read('windows.strat')
    expect(saved).toContain('\r\n// mine')
    expect(saved.replaceAll('\r\n', '')).not.toContain('\n')
  })

  test('a file that changed elsewhere is read again where nothing was typed', async () => {
    const page = await stage.open()
    stage.host().write(SMA, `${sampleText(SMA)}\n// theirs\n`)
    await page.evaluate(() => dispatchEvent(new Event('focus')))
    await expect.poll(() => textOf(page)).toContain('// theirs')
    expect(await page.title()).toBe(SMA)
  })
})
