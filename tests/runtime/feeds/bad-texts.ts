import type { FeedOptions } from '../../../runtime/feeds/options.ts'
import type { ProblemKind } from '../../../runtime/feeds/problem.ts'

/** A small file that is refused: on which line, of what kind, in which words. */
export interface BadText {
  readonly name: string
  readonly text: string
  readonly options?: FeedOptions
  readonly line: number
  readonly kind: ProblemKind
  readonly message: RegExp
}

const HEADER = 'date,open,high,low,close,volume'
const CELLS = '1,2,0.5,1.5,100'

const rows = (...times: string[]) => times.map((time) => `${time},${CELLS}`).join('\n')
const file = (...times: string[]) => `${HEADER}\n${rows(...times)}\n`
const bad = (...second: string[]) => `${HEADER}\n2024-03-28,${CELLS}\n${second.join('\n')}`

/** Files that are refused. */
export const BAD_TEXTS: readonly BadText[] = [
  { name: 'nothing', text: '', line: 0, kind: 'empty', message: /empty/ },
  { name: 'blank lines', text: '\n \r\n\t\n', line: 0, kind: 'empty', message: /empty/ },
  { name: 'a header alone', text: HEADER, line: 1, kind: 'empty', message: /no row of data/ },
  { name: 'prose', text: 'Not found', line: 1, kind: 'header', message: /no columns/ },
  {
    name: 'other columns',
    text: 'date,bid,ask\n2024-03-28,1,2',
    line: 1,
    kind: 'header',
    message: /no column for open, high, low, close: .*"bid"/,
  },
  {
    name: 'no time',
    text: 'open,high,low,close,volume\n1,2,0.5,1.5,100',
    line: 1,
    kind: 'header',
    message: /no column for time/,
  },
  {
    name: 'no header and too few columns',
    text: '2024-03-28,1,2,3\n2024-03-29,1,2,3',
    line: 1,
    kind: 'header',
    message: /has 4 fields/,
  },
  {
    name: 'no adjusted close where one is asked for',
    text: file('2024-03-28'),
    options: { adjusted: true },
    line: 1,
    kind: 'header',
    message: /no column of adjusted closes: .*"close"/,
  },
  {
    name: 'an adjusted close missing',
    text: 'date,open,high,low,close,adj close\n2024-03-28,1,2,0.5,1.5,null',
    options: { adjusted: true },
    line: 2,
    kind: 'missing',
    message: /the adjusted close is missing/,
  },
  {
    name: 'a price beyond all money',
    text: bad('2024-03-29,1,1e10,0.5,1.5,100'),
    line: 3,
    kind: 'price',
    message: /the high is 10000000000; a price must be below 9,007,199,254/,
  },
  {
    name: 'quotes of both sides',
    text: 'time,bid_open,bid_high,bid_low,bid_close,ask_open,ask_high,ask_low,ask_close\n1,2,3,4',
    line: 1,
    kind: 'question',
    message: /bid and ask, and no traded price/,
  },
  {
    name: 'too few cells',
    text: bad('2024-03-29,1,2,0.5,1.5'),
    line: 3,
    kind: 'columns',
    message: /5 columns where 6 are due/,
  },
  {
    name: 'too many cells',
    text: bad(`2024-03-29,${CELLS},7`),
    line: 3,
    kind: 'columns',
    message: /7 columns where 6/,
  },
  {
    name: 'an open quote',
    text: bad('2024-03-29,"1,2,0.5,1.5,100'),
    line: 3,
    kind: 'columns',
    message: /quote/,
  },
  {
    name: 'a word for a price',
    text: bad('2024-03-29,1,2,0.5,abc,100'),
    line: 3,
    kind: 'number',
    message: /close is "abc", not a number/,
  },
  ...['0x1f', 'Infinity', '1e999', '1..2', '1,2,3x'].map(
    (cell): BadText => ({
      name: `${cell} for a price`,
      text: bad(`2024-03-29,1,2,0.5,"${cell}",100`),
      line: 3,
      kind: 'number',
      message: /not a number/,
    }),
  ),
  ...['', 'null', 'NaN', 'N/A', '-'].map(
    (cell): BadText => ({
      name: `${JSON.stringify(cell)} for a price`,
      text: bad(`2024-03-29,1,2,${cell},1.5,100`),
      line: 3,
      kind: 'missing',
      message: /low is missing/,
    }),
  ),
  {
    name: 'a price of zero',
    text: bad('2024-03-29,1,2,0,1.5,100'),
    line: 3,
    kind: 'price',
    message: /low is 0; a price must be above zero/,
  },
  {
    name: 'a negative price',
    text: bad('2024-03-29,1,2,-0.5,1.5,100'),
    line: 3,
    kind: 'price',
    message: /low is -0.5/,
  },
  {
    name: 'a close above the high',
    text: bad('2024-03-29,1,1.2,0.5,1.5,100'),
    line: 3,
    kind: 'range',
    message: /close 1.5 lies above the high 1.2/,
  },
  {
    name: 'an open below the low',
    text: bad('2024-03-29,1,2,1.1,1.5,100'),
    line: 3,
    kind: 'range',
    message: /open 1 lies below the low 1.1/,
  },
  {
    name: 'a negative volume',
    text: bad('2024-03-29,1,2,0.5,1.5,-1'),
    line: 3,
    kind: 'volume',
    message: /volume is -1/,
  },
  {
    name: 'the same time twice',
    text: bad(`2024-03-28,${CELLS}`, `2024-03-29,${CELLS}`),
    line: 3,
    kind: 'duplicate',
    message: /same time as line 2/,
  },
  {
    name: 'a step back in time',
    text: bad(`2024-03-30,${CELLS}`, `2024-03-29,${CELLS}`),
    line: 4,
    kind: 'order',
    message: /earlier than line 3/,
  },
  {
    name: 'a day that no calendar has',
    text: bad(`2024-02-30,${CELLS}`),
    line: 3,
    kind: 'time',
    message: /"2024-02-30" does not read as YYYY-MM-DD/,
  },
  {
    name: 'an hour that no clock has',
    text: bad(`2024-03-29 25:00,${CELLS}`),
    line: 3,
    kind: 'time',
    message: /does not read/,
  },
  {
    name: 'no time in a row',
    text: bad(`,${CELLS}`),
    line: 3,
    kind: 'missing',
    message: /time is missing/,
  },
  {
    name: 'another time form in a row',
    text: bad(`29/03/2024,${CELLS}`),
    line: 3,
    kind: 'time',
    message: /the form of this file/,
  },
  {
    name: 'a zone in one row only',
    text: `${HEADER}\n${rows('2024-03-28 09:30', '2024-03-28 09:31', '2024-03-28T09:32Z')}`,
    line: 4,
    kind: 'time',
    message: /does not read/,
  },
  {
    name: 'words for times',
    text: file('soon', 'later'),
    line: 2,
    kind: 'time',
    message: /no form known/,
  },
  {
    name: "a spreadsheet's day numbers",
    text: file('45379', '45380'),
    line: 2,
    kind: 'time',
    message: /spreadsheet/,
  },
  {
    name: 'month or day first',
    text: file('03/04/2024', '04/04/2024'),
    line: 2,
    kind: 'question',
    message: /"03\/04\/2024" begin with the month or with the day/,
  },
  {
    name: 'month first and day first',
    text: file('28/03/2024', '03/29/2024'),
    line: 2,
    kind: 'time',
    message: /"03\/29\/2024" in line 3 with the month/,
  },
  {
    name: 'a time that clocks skip',
    text: file('2024-03-10 01:30', '2024-03-10 02:30', '2024-03-10 03:30'),
    options: { timezone: 'America/New_York' },
    line: 3,
    kind: 'time',
    message: /America\/New_York skip 2024-03-10 02:30/,
  },
  {
    name: 'no such zone',
    text: file('2024-03-28', '2024-03-29'),
    options: { timezone: 'Mars/Olympus' },
    line: 0,
    kind: 'time',
    message: /no timezone "Mars\/Olympus"/,
  },
  {
    name: 'bytes that are no text',
    text: `PK\u0000\u0000${HEADER}`,
    line: 0,
    kind: 'file',
    message: /binary/,
  },
]
