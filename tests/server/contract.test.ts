/** What the page relies on: strategies, prices and runs, as the OpenAPI document has them. */
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readSeriesBytes } from '../../editor/pipeline/series-bytes.ts'
import { openStore } from '../../runtime/store/bar-store.ts'
import { CROSSOVER, host, SAMPLE } from './host.ts'

const NO_VERSION = '0'.repeat(64)

describe('strategies', () => {
  test('are listed by name, with their titles; other files are not', async () => {
    const { ask, folder } = await host()
    writeFileSync(join(folder, 'a b-2.strat'), '/// no header\nlet x = 1\n')
    writeFileSync(join(folder, 'notes.md'), 'x')
    writeFileSync(join(folder, '.hidden.strat'), 'x')
    const listed = (await ask('GET', '/api/strategies')).json()
    expect(listed.map(({ name, title }: Record<string, string>) => [name, title])).toEqual([
      ['a b-2.strat', 'a b-2'],
      ['cross.strat', 'Cross'],
    ])
    expect(listed[1].version).toMatch(/^[0-9a-f]{64}$/)
    expect(Math.abs(listed[1].modified - Date.now())).toBeLessThan(600_000)
  })

  test('are read and saved; a save over another version is a conflict that shows it', async () => {
    const { ask, folder } = await host()
    const read = (await ask('GET', '/api/strategies/cross.strat')).json()
    expect(read).toEqual({ name: 'cross.strat', text: CROSSOVER, version: read.version })
    const text = `${CROSSOVER}// größer 📈\r\n`
    const saved = await ask('PUT', '/api/strategies/cross.strat', { text, base: read.version })
    expect(saved.statusCode).toBe(200)
    expect(readFileSync(join(folder, 'cross.strat'), 'utf8')).toBe(text)
    const { version } = saved.json()
    expect((await ask('GET', '/api/strategies/cross.strat')).json()).toMatchObject({
      text,
      version,
    })

    const late = await ask('PUT', '/api/strategies/cross.strat', { text: 'x', base: read.version })
    expect(late.statusCode).toBe(409)
    expect(late.json()).toMatchObject({ code: 'conflict', current: { text, version } })
    const created = await ask('PUT', '/api/strategies/new.strat', { text: 'x', base: null })
    expect(created.statusCode).toBe(200)
  })

  test.each([
    ['cross.strat', null],
    ['new.strat', NO_VERSION],
  ])('%s over the base %s is a conflict', async (name, base) => {
    const { ask } = await host()
    const answer = await ask('PUT', `/api/strategies/${name}`, { text: 'x', base })
    expect(answer.statusCode).toBe(409)
    expect(answer.json().current === null).toBe(name === 'new.strat')
  })

  test('of saves over one version, at the same time, exactly one wins', async () => {
    const { ask, folder } = await host()
    const { version } = (await ask('GET', '/api/strategies/cross.strat')).json()
    const texts = Array.from({ length: 8 }, (_, index) => `text ${index}\n`.repeat(1000))
    const answers = await Promise.all(
      texts.map((text) => ask('PUT', '/api/strategies/cross.strat', { text, base: version })),
    )
    const winners = answers.flatMap(({ statusCode }, index) => (statusCode === 200 ? [index] : []))
    expect(winners).toHaveLength(1)
    expect(answers.filter(({ statusCode }) => statusCode === 409)).toHaveLength(7)
    expect(readFileSync(join(folder, 'cross.strat'), 'utf8')).toBe(texts[winners[0]!])
  })

  test('what is no plain text file of the folder is neither read nor replaced', async () => {
    const { ask, folder, web } = await host()
    const outside = join(web, 'outside.strat')
    writeFileSync(outside, 'secret')
    symlinkSync(outside, join(folder, 'link.strat'))
    symlinkSync(join(folder, 'cross.strat'), join(folder, 'inner.strat'))
    symlinkSync(join(web, 'gone'), join(folder, 'dangling.strat'))
    writeFileSync(join(folder, 'latin.strat'), Buffer.from([0x67, 0xe9, 0xff]))
    writeFileSync(join(folder, 'huge.strat'), 'x'.repeat(1_000_001))
    for (const name of ['link', 'inner', 'dangling', 'latin', 'huge']) {
      const url = `/api/strategies/${name}.strat`
      const read = await ask('GET', url)
      expect([name, read.statusCode, read.json().code]).toEqual([name, 503, 'disk'])
      expect(read.body).not.toContain('secret')
      const saved = await ask('PUT', url, { text: 'x', base: null })
      expect([name, saved.statusCode]).toEqual([name, 503])
    }
    expect(readFileSync(outside, 'utf8')).toBe('secret')
    expect((await ask('GET', '/api/strategies')).json()).toHaveLength(1)
  })

  test.each([
    ['a million bytes and one', 'é'.repeat(500_001), 413],
    ['a million bytes', 'é'.repeat(500_000), 200],
    ['a body beyond all bounds', 'x'.repeat(3_000_000), 413],
    ['half a character', 'a\ud800', 400],
  ])('%s', async (_title, text, status) => {
    const { ask } = await host()
    const answer = await ask('PUT', '/api/strategies/n.strat', { text, base: null })
    expect(answer.statusCode).toBe(status)
  })

  test.each(['nul.strat', 'COM1.strat', 'lpt9 .x.strat', 'x.strat.tmp', '.strat', 'ü.strat'])(
    '%s is no name',
    async (name) => {
      const { ask } = await host()
      const url = `/api/strategies/${encodeURIComponent(name)}`
      expect((await ask('PUT', url, { text: 'x', base: null })).statusCode).toBe(400)
      expect((await ask('GET', url)).statusCode).toBe(400)
    },
  )
})

describe('series', () => {
  test('are samples and what the store holds, under names that tell no path', async () => {
    const opened = await openStore(':memory:')
    if (opened.kind !== 'open') throw new Error(opened.reason)
    const { store } = opened
    const report = {
      rows: 1,
      bars: 400,
      first: 0,
      last: 1,
      timezone: 'America/New_York',
      notes: [],
    }
    const provenance = { path: 'C:\\me\\secret place\\BRK.B.csv', contentHash: 'a', report }
    store.putSeries('key', SAMPLE.bars, provenance)
    const { ask } = await host({ store })
    const answer = await ask('GET', '/api/series')
    expect(answer.body).not.toContain('secret place')
    const [stored, sample] = answer.json()
    expect(stored).toMatchObject({
      symbol: 'BRK.B',
      label: 'BRK.B America/New_York',
      interval: null,
      source: 'store',
      length: 400,
    })
    expect(sample).toMatchObject({ label: SAMPLE.label, source: 'sample', interval: '1d' })

    const bytes = await ask('GET', `/api/series/${stored.id}`)
    const first = bytes.headers.etag
    store.putSeries('key', SAMPLE.bars, { ...provenance, contentHash: 'b' })
    expect((await ask('GET', `/api/series/${stored.id}`)).headers.etag).not.toBe(first)
    store.close()
  })

  test('come as bytes that are the bars, and once', async () => {
    const { ask } = await host()
    const [{ id }] = (await ask('GET', '/api/series')).json()
    const answer = await ask('GET', `/api/series/${id}`)
    expect(answer.headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'cache-control': 'private, no-cache',
    })
    const read = readSeriesBytes(Uint8Array.from(answer.rawPayload).buffer)
    expect(read).toEqual({ bars: SAMPLE.bars })
    const etag = String(answer.headers.etag)
    expect(etag).toMatch(/^"[0-9a-f]+"$/)
    const again = await ask('GET', `/api/series/${id}`, undefined, { 'if-none-match': etag })
    expect([again.statusCode, again.body, again.headers.etag]).toEqual([304, '', etag])
    expect((await ask('GET', `/api/series/${'0'.repeat(32)}`)).statusCode).toBe(404)
  })
})

test('a mistake of ours is owned up to, and told to the terminal alone', async () => {
  const reason = new Error('the moon is in the way')
  const broken = { run: () => Promise.reject(reason), close: () => {} }
  const { ask, faults } = await host({ runner: broken })
  const [{ id: series }] = (await ask('GET', '/api/series')).json()
  const answer = await ask('POST', '/api/runs', { source: '', series, parameters: {} })
  expect([answer.statusCode, answer.json().code]).toEqual([500, 'ours'])
  expect(answer.body).not.toContain('moon')
  expect(faults).toEqual([reason])
})

describe('runs', () => {
  test('have the margin, the end and the metrics that are asked for', async () => {
    const { ask } = await host()
    const [{ id: series }] = (await ask('GET', '/api/series')).json()
    const ways = { margin: '50%', end: 'close', metrics: 'empyrical, risk-free 2%' }
    const body = { source: CROSSOVER, series, parameters: {}, ...ways }
    const { report } = (await ask('POST', '/api/runs', body)).json()
    expect(report.options.endOfRun).toBe('close')
    expect(report.metrics).toMatchObject({ name: ways.metrics, riskFree: 0.02 })
    const refused = await ask('POST', '/api/runs', { ...body, margin: 'much' })
    expect([refused.statusCode, refused.json().problems[0]]).toEqual([
      422,
      expect.stringContaining('margin "much": write cash, reg-t'),
    ])
  })

  test('say figures, trades, digests; they are listed, newest first', async () => {
    const { ask } = await host()
    const [{ id: series }] = (await ask('GET', '/api/series')).json()
    const body = { source: CROSSOVER, series, parameters: { fast: 4 } }
    const made = await ask('POST', '/api/runs', body)
    expect(made.statusCode).toBe(201)
    const run = made.json()
    expect(run.report.parameters).toEqual({ fast: 4, slow: 20 })
    expect(run.report.trades.length).toBeGreaterThan(3)
    expect(run.report.figures.trades).toBe(run.report.trades.length)
    expect(run.digest.equity).toMatch(/^[0-9a-f]{64}$/)

    const costs = 'commission 1%'
    const dear = (
      await ask('POST', '/api/runs', { ...body, costs, policy: 'same_close', cash: 5000 })
    ).json()
    expect(dear.report.options).toMatchObject({ cash: 5000, policy: 'same_close' })
    expect(dear.report.equity.commission).toBeGreaterThan(0)
    expect(dear.digest.equity).not.toBe(run.digest.equity)
    const again = (await ask('POST', '/api/runs', body)).json()
    expect(again.digest).toEqual(run.digest)

    const listed = (await ask('GET', '/api/runs')).json()
    expect(listed.map(({ id }: { id: string }) => id)).toEqual([again.id, dear.id, run.id])
    expect(listed[2].figures.trades).toBe(run.report.trades.length)
    expect((await ask('GET', `/api/runs/${run.id}`)).json()).toEqual(run)
    const unknown = '/api/runs/00000000-0000-4000-8000-000000000000'
    expect((await ask('GET', unknown)).statusCode).toBe(404)
  })

  test.each([
    ['mistakes', { source: 'strategy "x"\ntimeframe 1d\nlet a = b\n' }, /mistakes/],
    ['mistakes', { source: 'library "x"\nfn f(x) = x\n' }, /library/],
    ['settings', { parameters: { fast: 1 } }, /fast must be within 2\.\.20, not 1/],
    [
      'settings',
      { parameters: { fats: 5 } },
      /fats: there is no such parameter. Did you mean fast/,
    ],
    ['settings', { parameters: { fast: 20, slow: 10 } }, /requires fast < slow/],
    ['settings', { costs: 'commission 1' }, /costs "commission 1": /],
  ])('%s are told: %j', async (code, change, words) => {
    const { ask } = await host()
    const [{ id: series }] = (await ask('GET', '/api/series')).json()
    const body = { source: CROSSOVER, series, parameters: {}, ...change }
    const answer = await ask('POST', '/api/runs', body)
    expect([answer.statusCode, answer.json().code]).toEqual([422, code])
    const { message, problems, diagnostics } = answer.json()
    expect([message, ...problems].join('\n')).toMatch(words)
    if (String(body.source).includes('let a')) expect(diagnostics).toHaveLength(1)
  })

  test('only the newest are kept', async () => {
    const { ask } = await host()
    const [{ id: series }] = (await ask('GET', '/api/series')).json()
    const ids: string[] = []
    for (let count = 0; count < 22; count++) {
      const made = await ask('POST', '/api/runs', { source: CROSSOVER, series, parameters: {} })
      ids.push(made.json().id)
    }
    const kept = (await ask('GET', '/api/runs')).json().map(({ id }: { id: string }) => id)
    expect(kept).toEqual(ids.slice(2).reverse())
    expect((await ask('GET', `/api/runs/${ids[0]}`)).statusCode).toBe(404)
  })
})
