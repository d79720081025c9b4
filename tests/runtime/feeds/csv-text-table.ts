import type { CsvOptions } from '../../../runtime/feeds/options.ts'
import type { ProblemKind } from '../../../runtime/feeds/problem.ts'

/** A small file that is read: what its bars are. */
export interface GoodText {
  readonly name: string
  readonly text: string
  readonly options?: CsvOptions
  /** ISO times of the bars. */
  readonly times: readonly string[]
  /** Open, high, low, close and volume of the first bar; 1 2 0.5 1.5 100 when absent. */
  readonly first?: readonly number[]
  readonly notes?: RegExp
}

/** A small file that is refused: on which line, of what kind, in which words. */
export interface BadText {
  readonly name: string
  readonly text: string
  readonly options?: CsvOptions
  readonly line: number
  readonly kind: ProblemKind
  readonly message: RegExp
}

const HEADER = 'date,open,high,low,close,volume'
const CELLS = '1,2,0.5,1.5,100'
const DAYS = ['2024-03-28T00:00:00.000Z', '2024-03-29T00:00:00.000Z']
const MINUTES = ['2024-03-28T09:30:00.000Z', '2024-03-28T09:31:00.000Z']

const rows = (...times: string[]) => times.map((time) => `${time},${CELLS}`).join('\n')
const file = (...times: string[]) => `${HEADER}\n${rows(...times)}\n`
const dialect = (header: string, first: string, second: string) =>
  [header, first, second, ''].join('\n')

/** One time form a line: two texts and the instants they mean. */
const TIME_FORMS: readonly (readonly [first: string, second: string, times: readonly string[]])[] =
  [
    ['2024-03-28', '2024-03-29', DAYS],
    ['2024/03/28', '2024/03/29', DAYS],
    ['2024-3-28', '2024-3-29', DAYS],
    ['2024.03.28', '2024.03.29', DAYS],
    ['20240328', '20240329', DAYS],
    ['03/28/2024', '03/29/2024', DAYS],
    ['3/28/2024', '3/29/2024', DAYS],
    ['28/03/2024', '29/03/2024', DAYS],
    ['28.03.2024', '29.03.2024', DAYS],
    ['28-03-2024', '29-03-2024', DAYS],
    ['03/28/24', '03/29/24', DAYS],
    ['28-Mar-2024', '29-Mar-2024', DAYS],
    ['28 March 2024', '29 March 2024', DAYS],
    ['"Mar 28, 2024"', '"Mar 29, 2024"', DAYS],
    ['1711584000', '1711670400', DAYS],
    ['1711584000000', '1711670400000', DAYS],
    ['1711584000000000', '1711670400000000', DAYS],
    ['1711584000000000000', '1711670400000000000', DAYS],
    ['2024-03-28 09:30', '2024-03-28 09:31', MINUTES],
    ['2024-03-28 09:30:00', '2024-03-28 09:31:00', MINUTES],
    ['2024-03-28T09:30:00', '2024-03-28T09:31:00', MINUTES],
    ['2024-03-28T09:30:00.000000', '2024-03-28T09:31:00.000000', MINUTES],
    ['2024-03-28T09:30:00Z', '2024-03-28T09:31:00Z', MINUTES],
    ['2024-03-28 09:30:00 UTC', '2024-03-28 09:31:00 UTC', MINUTES],
    ['2024-03-28 09:30:00+00:00', '2024-03-28 09:31:00+00:00', MINUTES],
    ['2024-03-28T15:00:00+05:30', '2024-03-28T15:01:00+05:30', MINUTES],
    ['2024-03-28T05:30:00-0400', '2024-03-28T05:31:00-0400', MINUTES],
    ['20240328 09:30:00', '20240328 09:31:00', MINUTES],
    ['20240328 093000', '20240328 093100', MINUTES],
    ['20240328 0930', '20240328 0931', MINUTES],
    ['202403280930', '202403280931', MINUTES],
    ['20240328093000', '20240328093100', MINUTES],
    ['3/28/2024 9:30', '3/28/2024 9:31', MINUTES],
    ['03/28/2024 9:30:00 AM', '03/28/2024 9:31:00 AM', MINUTES],
    ['28.03.2024 09:30:00.000', '28.03.2024 09:31:00.000', MINUTES],
  ]

/** Files that are read. */
export const GOOD_TEXTS: readonly GoodText[] = [
  ...TIME_FORMS.map(([first, second, times]) => ({
    name: `time ${first}`,
    text: file(first, second),
    times,
  })),
  ...[',', ';', '\t', '|'].map((delimiter) => ({
    name: `delimiter ${JSON.stringify(delimiter)}`,
    text: file('2024-03-28', '2024-03-29').replaceAll(',', delimiter),
    times: DAYS,
  })),
  ...(
    [
      ['Timestamp,Open,High,Low,Close,Volume', 'capitals'],
      ['"Date","Open","High","Low","Close","Volume"', 'quoted names'],
      [',Open,High,Low,Close,Volume', 'an unnamed first column'],
      ['when,Open,High,Low,Close,Volume', 'a first column of any name'],
      ['time_open_utc_ms,o,h,l,c,v', 'short names'],
      ['<DATE>,<OPEN>,<HIGH>,<LOW>,<CLOSE>,<VOL>', 'names in brackets'],
      ['Candle.Time,Candle.Open,Candle.High,Candle.Low,Candle.Close,Candle.Volume', 'a prefix'],
      ['Date,Open,High,Low,Close/Last,Volume', 'Nasdaq names'],
    ] as const
  ).map(([header, name]) => ({
    name: `header with ${name}`,
    text: dialect(header, `2024-03-28,${CELLS}`, `2024-03-29,${CELLS}`),
    times: DAYS,
  })),
  {
    name: 'columns in another order, with others between',
    text: dialect(
      'symbol,close,low,high,open,note,volume,date',
      'X,1.5,0.5,2,1,a,100,2024-03-28',
      'X,1.5,0.5,2,1,b,100,2024-03-29',
    ),
    times: DAYS,
  },
  {
    name: 'an adjusted close, which is not used',
    text: dialect(
      'Date,Open,High,Low,Close,Adj Close,Volume',
      '2024-03-28,1,2,0.5,1.5,9,100',
      '2024-03-29,1,2,0.5,1.5,9,100',
    ),
    times: DAYS,
    notes: /adjusted close is not used/,
  },
  {
    name: 'date and time in two columns',
    text: dialect(
      'Date,Time,Open,High,Low,Close,Volume',
      `2024-03-28,09:30:00,${CELLS}`,
      `2024-03-28,09:31:00,${CELLS}`,
    ),
    times: MINUTES,
  },
  {
    name: 'a time column of bare digits',
    text: dialect(
      '<DATE>,<TIME>,<OPEN>,<HIGH>,<LOW>,<CLOSE>,<VOL>',
      `20240328,93000,${CELLS}`,
      `20240328,93100,${CELLS}`,
    ),
    times: MINUTES,
  },
  {
    name: "yfinance's three header lines",
    text: [
      'Price,Close,High,Low,Open,Volume',
      'Ticker,X,X,X,X,X',
      'Date,,,,,',
      '2024-03-28,1.5,2,0.5,1,100',
      '2024-03-29,1.5,2,0.5,1,100',
    ].join('\n'),
    times: DAYS,
  },
  {
    name: 'no volume column',
    text: 'date,open,high,low,close\n2024-03-28,1,2,0.5,1.5\n2024-03-29,1,2,0.5,1.5',
    times: DAYS,
    first: [1, 2, 0.5, 1.5, 0],
    notes: /no volume column/,
  },
  {
    name: 'no header, five columns',
    text: '2024-03-28,1,2,0.5,1.5\n2024-03-29,1,2,0.5,1.5',
    times: DAYS,
    first: [1, 2, 0.5, 1.5, 0],
    notes: /no header/,
  },
  { name: 'no header, six columns', text: rows('2024-03-28', '2024-03-29'), times: DAYS },
  {
    name: 'no header, date and time, seven columns',
    text: `2024.03.28,09:30,${CELLS}\n2024.03.28,09:31,${CELLS}`,
    times: MINUTES,
  },
  {
    name: 'no header, twelve columns',
    text: `1711584000000,${CELLS},1,2,3,4,5,6\n1711670400000,${CELLS},1,2,3,4,5,6`,
    times: DAYS,
  },
  {
    name: 'decimal commas',
    text: 'Datum;open;high;low;close;volume\n28.03.2024;1,0;2,0;0,5;1,5;1.100\n29.03.2024;1,0;2,0;0,5;1,5;100'.replace(
      'Datum',
      'date',
    ),
    times: DAYS,
    first: [1, 2, 0.5, 1.5, 1_100],
  },
  {
    name: 'thousands in quotes, currency, volumes in millions',
    text: `${HEADER}\n2024-03-28,"$1,001.0","$1,002.0","1,000.5","1,001.5",1.25M\n2024-03-29,1,2,0.5,1.5,3K`,
    times: DAYS,
    first: [1_001, 1_002, 1_000.5, 1_001.5, 1_250_000],
  },
  {
    name: 'doubled quotes and a delimiter in quotes',
    text: 'date,open,high,low,close,volume,note\n2024-03-28,1,2,0.5,1.5,100,"a ""b"", c"\n2024-03-29,1,2,0.5,1.5,100,""',
    times: DAYS,
  },
  {
    name: 'exponents, spaces and plus signs',
    text: `${HEADER}\n2024-03-28, 1e0 ,+2,5e-1,1.5E0,1e2\n2024-03-29,${CELLS}`,
    times: DAYS,
  },
  {
    name: 'byte-order mark, carriage returns, blank lines, comments and sep=',
    text: `\ufeffsep=,\r\n# exported\r\n\r\n${HEADER}\r\n${rows('2024-03-28')}\r\n\r\n${rows('2024-03-29')}\r\n\r\n`,
    times: DAYS,
  },
  {
    name: 'a delimiter at the end of every row',
    text: `${HEADER}\n2024-03-28,${CELLS},\n2024-03-29,${CELLS},`,
    times: DAYS,
  },
  {
    name: 'some rows without a volume',
    text: `${HEADER}\n2024-03-28,${CELLS}\n2024-03-29,1,2,0.5,1.5,`,
    times: DAYS,
    notes: /1 rows? ha(?:s|ve) no volume/,
  },
  {
    name: 'newest first',
    text: file('2024-03-29', '2024-03-28'),
    times: DAYS,
    notes: /from new to old/,
  },
  {
    name: 'dates that only the flag decides',
    text: file('03/04/2024', '04/04/2024'),
    options: { dateOrder: 'dmy' },
    times: ['2024-04-03T00:00:00.000Z', '2024-04-04T00:00:00.000Z'],
  },
  {
    name: 'bars of the future',
    text: file('2024-03-28', '2024-03-29'),
    options: { now: Date.UTC(2020, 0, 1) },
    times: DAYS,
    notes: /future/,
  },
  {
    name: 'days stay days in any zone',
    text: file('2024-03-28', '2024-03-29'),
    options: { timezone: 'Asia/Tokyo' },
    times: DAYS,
  },
  {
    name: 'times of a zone, in winter and in summer',
    text: file('2024-03-08 09:30', '2024-03-11 09:30'),
    options: { timezone: 'America/New_York' },
    times: ['2024-03-08T14:30:00.000Z', '2024-03-11T13:30:00.000Z'],
  },
  {
    name: 'an hour that clocks show twice, in order',
    text: file('2024-11-03 00:30', '2024-11-03 01:30', '2024-11-03 01:30:00', '2024-11-03 02:30'),
    options: { timezone: 'America/New_York' },
    times: [
      '2024-11-03T04:30:00.000Z',
      '2024-11-03T05:30:00.000Z',
      '2024-11-03T06:30:00.000Z',
      '2024-11-03T07:30:00.000Z',
    ],
  },
  {
    name: 'the same, newest first',
    text: file('2024-11-03 02:30', '2024-11-03 01:30', '2024-11-03 01:30', '2024-11-03 00:30'),
    options: { timezone: 'America/New_York' },
    times: [
      '2024-11-03T04:30:00.000Z',
      '2024-11-03T05:30:00.000Z',
      '2024-11-03T06:30:00.000Z',
      '2024-11-03T07:30:00.000Z',
    ],
  },
  {
    name: 'a zone ahead of UTC',
    text: file('2024-03-31 01:30', '2024-03-31 03:30'),
    options: { timezone: 'Europe/Berlin' },
    times: ['2024-03-31T00:30:00.000Z', '2024-03-31T01:30:00.000Z'],
  },
  {
    name: 'a zone does not touch times that carry their own',
    text: file('2024-03-28T09:30:00Z', '2024-03-28T09:31:00Z'),
    options: { timezone: 'Asia/Tokyo' },
    times: MINUTES,
  },
]

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
