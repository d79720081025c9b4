import { mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { file, folder, ROOT, strat, stratWatching } from './strat.ts'

const HEAD = `strategy "Counts"
timeframe 1d
param limit = 3 in 1..5
let streak = if close < close[1] then prev(streak, 0) + 1 else 0
enter long when streak == limit
  size 10 shares
`

describe('strat test', () => {
  test("the samples' tests pass, a folder of them at once", async () => {
    const { code, out, err } = await strat('test', `${ROOT}strategies`)
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toContain('✓ one round trip on a hill')
    expect(out).toContain('✓ counts')
    expect(out).toMatch(/\n\d\d passed, 0 failed\n$/)
  })

  test('a failing one shows the values, the bar and its neighbours', async () => {
    const path = file(
      'counts.strat',
      `${HEAD}test "counts" {\n  close 10, 9, 8, 7, 7.5\n  expect streak at bar 3 == 4\n}\n`,
    )
    const { code, out } = await strat('test', path)
    expect(code).toBe(1)
    expect(out).toContain('✗ counts')
    expect(out).toMatch(/line 9: .*streak at bar 3 == 4/)
    expect(out).toMatch(/streak +is 3\n/)
    expect(out).toMatch(/▸ 3 +8 +8 +7 +7 +3\n/)
    expect(out).toMatch(/\n0 passed, 1 failed\n$/)
  })

  test('what is unknown is told as unknown', async () => {
    const path = file(
      'unknown.strat',
      `${HEAD}test "early" {\n  close 10, 9\n  expect sma(close, 5) > 1\n}\n`,
    )
    const { code, out } = await strat('test', path)
    expect(code).toBe(1)
    expect(out).toContain('is unknown')
  })

  test('fills and the account can be expected, with parameters and costs', async () => {
    const path = file(
      'account.strat',
      `${HEAD}exit long when bars_in_trade >= 1
test "one trade" {
  close 10, 9, 8, 9, 10, 11
  with limit = 2
  costs { commission 1 USD per trade }
  expect entries == 1
  expect position at bar 3 == 10
  expect equity at bar 3 == 100000 - 1 + 10
}
`,
    )
    const { code, out } = await strat('test', path)
    expect(out).toContain('✓ one trade')
    expect(code).toBe(0)
  })

  test('a broken requirement fails the test and says which', async () => {
    const path = file(
      'require.strat',
      `${HEAD}require limit > 1\ntest "low" {\n  close 10, 9\n  with limit = 1\n  expect entries == 0\n}\n`,
    )
    const { code, out } = await strat('test', path)
    expect(code).toBe(1)
    expect(out).toContain('limit > 1')
  })

  test('a failing one shows the closes around and what it names on the bars beside', async () => {
    const path = file(
      'drawn.strat',
      `${HEAD}test "drawn" {\n  close 10, ramp(to: 14, bars: 4), ramp(to: 10, bars: 4)\n  expect streak at bar 6 == 1\n}\n`,
    )
    const { out } = await strat('test', path)
    expect(out).toBe(
      `${path}
  ✗ drawn
      line 9: expect streak at bar 6 == 1 (at bar 6)
        streak  is 2

        close  ▁▃▅▆█▆▅▃▁  10 to 14, bars 0 to 8
                     ▲ bar 6

        bar  open  high  low  close  streak
          4    13    14   13     14       0
          5    14    14   13     13       1
        ▸ 6    13    13   12     12       2
          7    12    12   11     11       3
          8    11    11   10     10       4
0 passed, 1 failed
`,
    )
  })

  test('orders and trades can be expected', async () => {
    const path = file(
      'orders.strat',
      `strategy "Orders"
timeframe 1d
enter long when close < close[1]
  at limit close * 99%
  size 10 shares
  expire after 2 bars
enter short when close > 1000
  size 10% of equity
exit long when bars_in_trade >= 1
test "filled, left" {
  close 100, 98, 97, 96, 95, 100, 101, 102
  expect orders at bar 0 == 0
  expect orders at bar 1 == 1
  expect working_orders at bar 1 == 1
  expect last_order.price at bar 1 within 0.001 of 97.02
  expect not known(last_order.price) at bar 0
  expect trades at bar 4 == 1
  expect last_trade.entry_price at bar 4 within 0.001 of 97.02
  expect last_trade.exit_price at bar 4 == 96
  expect last_trade.quantity at bar 4 == 10
  expect last_trade.bars at bar 4 == 2
  expect trades + 1 within 0 of trades - -1
}
`,
    )
    const { out } = await strat('test', path)
    expect(out).toContain('✓ filled, left')
  })

  test('mistakes in the file are shown instead', async () => {
    const { code, err } = await strat('test', file('broken.strat', 'strategy "x"\nlet a = b\n'))
    expect(code).toBe(1)
    expect(err).toContain('^')
  })

  test('--filter runs what has a text in its title, and tells when nothing has', async () => {
    const text = `${HEAD}test "Rises" { close 1, 2 expect close == 2 }\ntest "falls" { close 2, 1 expect close == 2 }\n`
    const path = file('filter.strat', text)
    expect(await strat('test', path, '--filter', 'rise')).toMatchObject({ code: 0, err: '' })
    const none = await strat('test', path, '--filter', 'sideways')
    expect(none).toMatchObject({ code: 2, err: 'No test has "sideways" in its title.\n' })
  })

  test('--coverage tells which rules fired in which tests', async () => {
    const text = `${HEAD}exit long when close > 1000\ntest "a" { close 4, 3, 2, 1 expect close == 1 }\n`
    const { out } = await strat('test', file('coverage.strat', text), '--coverage')
    expect(out).toContain('  1 of 2 rules fired in a test\n')
    expect(out).toContain('    line 5: enter long fired in 1 test\n')
    expect(out).toContain('    line 7: exit long fired in no test\n')
  })
})

describe('the files of tests', () => {
  const PRICES = 'date,open,high,low,close\n2024-01-02,1,1,1,1\n2024-01-03,1,2,1,2\n'
  const tested = (path: string) =>
    `${HEAD}test "file" {\n  prices from "${path}"\n  expect close == 2\n  expect bar_index == 1\n}\n`

  test('are read from the strategy’s folder and below it', async () => {
    const inside = folder()
    mkdirSync(`${inside}/data`)
    file('prices.csv', PRICES, `${inside}/data`)
    const path = file('reads.strat', tested('data/prices.csv'), inside)
    expect(await strat('test', path)).toMatchObject({ code: 0, err: '' })
  })

  test('are of other instruments, too, and a test that lacks one is told what to write', async () => {
    const inside = folder()
    const head = HEAD.replace('timeframe 1d', 'timeframe 1d\n\nlet market = close @ SPY\n')
    file('own.csv', PRICES, inside)
    file('spy.csv', PRICES.replaceAll(/,[\d,]+/g, ',7,7,7,7'), inside)
    const files = 'prices from "own.csv"\n  prices @ SPY from "spy.csv"'
    const of = (lines: string) =>
      file(
        'market.strat',
        `${head}test "market" {\n  ${lines}\n  expect market == 7 at bar 0\n}\n`,
        inside,
      )
    expect(await strat('test', of(files.replace(' at bar 0', '')))).toMatchObject({ code: 0 })
    const lacking = await strat('test', of('close 1, 2'))
    expect(lacking.code).toBe(1)
    expect(lacking.out).toContain('write them, as in `close @ SPY 50, 51`')
  })

  test('are not read from elsewhere, not through a link either', async () => {
    const secret = file('secret.csv', PRICES)
    const inside = folder()
    symlinkSync(secret, `${inside}/link.csv`)
    const linked = await strat('test', file('linked.strat', tested('link.csv'), inside))
    expect(linked.code).toBe(1)
    expect(linked.out).toContain("link.csv is not in the strategy's folder")
    for (const out of ['../secret.csv', secret, 'data/../../secret.csv']) {
      const { code, err } = await strat('test', file('out.strat', tested(out), inside))
      expect(code).toBe(1)
      expect(err).toContain('file-outside')
    }
  })

  test('that are not there, or are no prices, fail the test and say why', async () => {
    const missing = await strat('test', file('missing.strat', tested('none.csv')))
    expect(missing.out).toContain(
      'line 8: prices from "none.csv": Cannot read none.csv: there is no such file.',
    )
    const inside = folder()
    file('bad.csv', 'date,close\n2024-01-02,none\n', inside)
    const bad = await strat('test', file('bad.strat', tested('bad.csv'), inside))
    expect(bad.code).toBe(1)
    expect(bad.out).toContain('bad.csv:')
  })
})

describe('reports for programs', () => {
  const ODD = `${HEAD}test "a < b & \\"c\\"" { close 1, 2 expect close == 3 }\ntest "fine" { close 1 expect close == 1 }\n`

  test('JUnit: one failure a case, every sign written so that XML has it', async () => {
    const path = file('odd.strat', ODD)
    const { code, out } = await strat('test', path, '--reporter', 'junit')
    expect(code).toBe(1)
    expect(out).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="strat test" tests="2" failures="1" errors="0">
  <testsuite name="${path}" tests="2" failures="1" errors="0">
    <testcase name="a &lt; b &amp; &quot;c&quot;" classname="${path}" file="${path}" line="7">
      <failure message="line 7: expect close == 3 (at bar 1)">line 7: expect close == 3 (at bar 1)
close  is 2

close  ▁█  1 to 2, bars 0 to 1
        ▲ bar 1

bar  open  high  low  close
  0     1     1    1      1
▸ 1     1     2    1      2</failure>
    </testcase>
    <testcase name="fine" classname="${path}" file="${path}" line="8"/>
  </testsuite>
</testsuites>
`)
  })

  test('JSON, and a file that has mistakes in it', async () => {
    const good = file('odd.strat', ODD)
    const broken = file('broken.strat', 'strategy "x"\nlet a = b\n')
    const { code, out } = await strat('test', good, broken, '--reporter', 'json')
    expect(code).toBe(1)
    const { files } = JSON.parse(out)
    expect(files[0]).toMatchObject({
      path: good,
      tests: [
        {
          title: 'a < b & "c"',
          line: 7,
          passed: false,
          failures: [{ message: 'line 7: expect close == 3 (at bar 1)' }],
        },
        { title: 'fine', passed: true },
      ],
      rules: [{ name: 'enter long', line: 5, tests: 0 }],
    })
    expect(files[1].problem).toContain('unknown-name')
    const junit = await strat('test', broken, '--reporter', 'junit')
    expect(junit.out).toContain('errors="1"')
  })

  test('--output writes the report, and the text is told', async () => {
    const path = file('odd.strat', ODD)
    const report = `${folder()}/reports/tests.xml`
    const { out } = await strat('test', path, '--reporter', 'junit', '--output', report)
    expect(out).toContain('1 passed, 1 failed')
    expect(readFileSync(report, 'utf8')).toContain('</testsuites>')
    const taken = await strat('test', path, '--output', folder())
    expect(taken.code).toBe(2)
    expect(taken.err).toContain('Cannot write')
    const unknown = await strat('test', path, '--reporter', 'xml')
    expect(unknown).toMatchObject({ code: 2, out: '' })
  })
})

test('--watch runs the tests again with a change, and ends when it is told to', async () => {
  const inside = folder()
  const text = (due: number) => `${HEAD}test "t" { close 1, 2 expect close == ${due} }\n`
  const path = file('watched.strat', text(3), inside)
  const watching = stratWatching('test', path, '--watch')
  await watching.until('0 passed, 1 failed\nWatching for changes; Ctrl-C ends it.\n')
  file('watched.strat', text(2), inside)
  await watching.until('── watched.strat changed ──')
  await watching.until('1 passed, 0 failed\nWatching')
  watching.stop()
  expect(await watching.code).toBe(0)
})
