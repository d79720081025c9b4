import type { FeedOptions } from '../../../runtime/feeds/options.ts'

/** A small file that is read: what its bars are. */
export interface GoodText {
  readonly name: string
  readonly text: string
  readonly options?: FeedOptions
  /** ISO times of the bars. */
  readonly times: readonly string[]
  /** Open, high, low, close and volume of the first bar; 1 2 0.5 1.5 100 when absent. */
  readonly first?: readonly number[]
  readonly notes?: RegExp
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
    text: dialect(
      'date;open;high;low;close;volume',
      '28.03.2024;1,0;2,0;0,5;1,5;1.100',
      '29.03.2024;1,0;2,0;0,5;1,5;100',
    ),
    times: DAYS,
    first: [1, 2, 0.5, 1.5, 1_100],
  },
  {
    name: 'thousands in quotes, currency, volumes in millions',
    text: dialect(
      HEADER,
      '2024-03-28,"$1,001.0","$1,002.0","1,000.5","1,001.5",1.25M',
      '2024-03-29,1,2,0.5,1.5,3K',
    ),
    times: DAYS,
    first: [1_001, 1_002, 1_000.5, 1_001.5, 1_250_000],
  },
  {
    name: 'doubled quotes and a delimiter in quotes',
    text: dialect(
      'date,open,high,low,close,volume,note',
      '2024-03-28,1,2,0.5,1.5,100,"a ""b"", c"',
      '2024-03-29,1,2,0.5,1.5,100,""',
    ),
    times: DAYS,
  },
  {
    name: 'exponents, spaces and plus signs',
    text: `${HEADER}\n2024-03-28, 1e0 ,+2,5e-1,1.5E0,1e2\n2024-03-29,${CELLS}`,
    times: DAYS,
  },
  {
    name: 'byte-order mark, carriage returns, blank lines, comments and sep=',
    text: [
      '\ufeffsep=,',
      '# exported',
      '',
      HEADER,
      rows('2024-03-28'),
      '',
      rows('2024-03-29'),
      '',
    ].join('\r\n'),
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
