import { BlobWriter, TextReader, ZipWriter } from '@zip.js/zip.js'
import { parquetWriteBuffer } from 'hyparquet-writer'
import type { FeedOptions } from '../../../runtime/feeds/options.ts'

/** A small file of a format as its vendor writes it, made here: what is read of it. */
export interface Sample {
  readonly name: string
  readonly file: string
  readonly content: string | (() => Promise<Uint8Array> | Uint8Array)
  readonly options?: FeedOptions
  readonly format: string
  readonly symbol?: string
  /** ISO times, to the minute. */
  readonly times: readonly string[]
  /** Open, high, low, close, volume of the first bar. */
  readonly first: readonly number[]
  readonly notes?: RegExp
}

const BAR = [1, 2, 0.5, 1.5, 100]
const DAYS = ['2024-03-28T00:00', '2024-03-29T00:00']
const MINUTES = ['2024-03-28T09:30', '2024-03-28T09:31']
/** Lines as a text. */
export const lines = (...rows: readonly string[]) => `${rows.join('\n')}\n`
const york = { timezone: 'America/New_York' } as const

/** Files of every format. */
export const FORMAT_SAMPLES: readonly Sample[] = [
  {
    name: 'Yahoo Finance',
    file: 'SPY.csv',
    content: lines(
      'Date,Open,High,Low,Close,Adj Close,Volume',
      '2024-03-28,1.000000,2.000000,0.500000,1.500000,0.750000,100',
      '2024-03-29,1.000000,2.000000,0.500000,1.500000,1.500000,100',
    ),
    format: 'yahoo',
    times: DAYS,
    first: BAR,
    notes: /adjusted close is not used/,
  },
  {
    name: 'Yahoo Finance, adjusted',
    file: 'SPY.csv',
    content: lines(
      'Date,Open,High,Low,Close,Adj Close,Volume',
      '2024-03-28,1.000000,2.000000,0.500000,1.500000,0.750000,100',
      '2024-03-29,1.000000,2.000000,0.500000,1.500000,1.500000,100',
    ),
    options: { adjusted: true },
    format: 'yahoo',
    times: DAYS,
    first: [0.5, 1, 0.25, 0.75, 100],
    notes: /scaled by the adjusted close/,
  },
  {
    name: 'days that pandas wrote with the zone of New York, through a change of its clocks',
    file: 'SPY.csv',
    content: lines(
      'Date,Open,High,Low,Close,Volume,Dividends,Stock Splits',
      '2024-03-08 00:00:00-05:00,1,2,0.5,1.5,100,0.0,0.0',
      '2024-03-11 00:00:00-04:00,1,2,0.5,1.5,100,0.0,0.0',
    ),
    format: 'csv',
    times: ['2024-03-08T00:00', '2024-03-11T00:00'],
    first: BAR,
    notes: /midnight in its own zone/,
  },
  {
    name: 'TradingView, minutes with plots',
    file: 'BATS_SPY, 1_a1b2c.csv',
    content: lines(
      'time,open,high,low,close,Volume,MA,MA',
      '1711618200,1,2,0.5,1.5,100,NaN,NaN',
      '1711618260,1,2,0.5,1.5,100,1.1,1.2',
    ),
    format: 'tradingview',
    symbol: 'SPY',
    times: MINUTES,
    first: BAR,
  },
  {
    name: 'TradingView, days that begin at the opening',
    file: 'NYSE_DLY_BRK.B, 1D.csv',
    content: lines(
      'time,open,high,low,close',
      '2024-03-08T09:30:00-05:00,1,2,0.5,1.5',
      '2024-03-11T09:30:00-04:00,1,2,0.5,1.5',
    ),
    options: york,
    format: 'tradingview',
    symbol: 'BRK.B',
    times: ['2024-03-08T00:00', '2024-03-11T00:00'],
    first: [1, 2, 0.5, 1.5, 0],
    notes: /taken as its days/,
  },
  {
    name: 'MetaTrader 5 in UTF-16, without traded volumes',
    file: 'EURUSD_M1_202403280930_202403280931.csv',
    content: () =>
      Buffer.from(
        `\ufeff${lines(
          '<DATE>\t<TIME>\t<OPEN>\t<HIGH>\t<LOW>\t<CLOSE>\t<TICKVOL>\t<VOL>\t<SPREAD>',
          '2024.03.28\t09:30:00\t1\t2\t0.5\t1.5\t100\t0\t12',
          '2024.03.28\t09:31:00\t1\t2\t0.5\t1.5\t100\t0\t12',
        )}`,
        'utf16le',
      ),
    format: 'metatrader',
    symbol: 'EURUSD',
    times: MINUTES,
    first: BAR,
    notes: /broker’s server/,
  },
  {
    name: 'MetaTrader 5, traded volumes',
    file: 'AAPL_Daily.csv',
    content: lines(
      '<DATE>\t<OPEN>\t<HIGH>\t<LOW>\t<CLOSE>\t<TICKVOL>\t<VOL>\t<SPREAD>',
      '2024.03.28\t1\t2\t0.5\t1.5\t7\t100\t12',
      '2024.03.29\t1\t2\t0.5\t1.5\t7\t100\t12',
    ),
    format: 'metatrader',
    symbol: 'AAPL',
    times: DAYS,
    first: BAR,
  },
  {
    name: 'MetaTrader 4',
    file: 'GBPUSD1.csv',
    content: lines(
      '2024.03.28,09:30,1.00000,2.00000,0.50000,1.50000,100',
      '2024.03.28,09:31,1.00000,2.00000,0.50000,1.50000,100',
    ),
    format: 'metatrader',
    symbol: 'GBPUSD',
    times: MINUTES,
    first: BAR,
  },
  {
    name: 'Stooq, its database',
    file: 'aapl.us.txt',
    content: lines(
      '<TICKER>,<PER>,<DATE>,<TIME>,<OPEN>,<HIGH>,<LOW>,<CLOSE>,<VOL>,<OPENINT>',
      'AAPL.US,D,20240328,000000,1,2,0.5,1.5,100,0',
      'AAPL.US,D,20240329,000000,1,2,0.5,1.5,100,0',
    ),
    format: 'stooq',
    symbol: 'AAPL.US',
    times: DAYS,
    first: BAR,
  },
  {
    name: 'Stooq, its site in Polish',
    file: 'wig20_d.csv',
    content: lines(
      'Data,Otwarcie,Najwyzszy,Najnizszy,Zamkniecie,Wolumen',
      '2024-03-28,1,2,0.5,1.5,100',
      '2024-03-29,1,2,0.5,1.5,100',
    ),
    format: 'stooq',
    times: DAYS,
    first: BAR,
  },
  {
    name: 'NinjaTrader, minutes',
    file: 'ES 06-24.Last.txt',
    content: lines('20240328 093100;1;2;0.5;1.5;100', '20240328 093200;1;2;0.5;1.5;100'),
    format: 'ninjatrader',
    symbol: 'ES 06-24',
    times: MINUTES,
    first: BAR,
    notes: /moved 1m back/,
  },
  {
    name: 'NinjaTrader, days',
    file: 'ES 06-24.Last.txt',
    content: lines('20240328;1;2;0.5;1.5;100', '20240329;1;2;0.5;1.5;100'),
    format: 'ninjatrader',
    symbol: 'ES 06-24',
    times: DAYS,
    first: BAR,
  },
  {
    name: 'ib_insync, an object a line, no volume',
    file: 'EURUSD.jsonl',
    content: lines(
      '{"date":"2024-03-28T09:30:00+00:00","open":1,"high":2,"low":0.5,"close":1.5,"volume":-1.0,"average":-1.0,"barCount":-1}',
      '{"date":"2024-03-28T09:31:00+00:00","open":1,"high":2,"low":0.5,"close":1.5,"volume":-1.0,"average":-1.0,"barCount":-1}',
    ),
    format: 'ib-json',
    times: MINUTES,
    first: [1, 2, 0.5, 1.5, 0],
    notes: /2 rows have no volume/,
  },
  {
    name: 'ib_insync, an array',
    file: 'SPY.json',
    content: JSON.stringify(
      ['2024-03-28', '2024-03-29'].map((date) => ({
        date,
        open: 1,
        high: 2,
        low: 0.5,
        close: 1.5,
        volume: 100,
        average: 1.2,
        barCount: 9,
      })),
      null,
      2,
    ),
    format: 'ib-json',
    times: DAYS,
    first: BAR,
  },
  {
    name: 'the interface of TWS, with the name of the zone',
    file: 'SPY.json',
    content: JSON.stringify(
      ['20240328 09:30:00 US/Eastern', '20240328 09:31:00 US/Eastern'].map((date) => ({
        ...{ date, open: 1, high: 2, low: 0.5, close: 1.5, volume: 100, barCount: 9 },
      })),
    ),
    format: 'ib-json',
    times: ['2024-03-28T13:30', '2024-03-28T13:31'],
    first: BAR,
  },
  {
    name: 'TWS, times as its interface writes them',
    file: 'SPY.csv',
    content: lines(
      ',date,open,high,low,close,volume,average,barCount',
      '0,20240328  09:30:00,1,2,0.5,1.5,100,1.2,9',
      '1,20240328  09:31:00,1,2,0.5,1.5,100,1.2,9',
    ),
    options: york,
    format: 'csv',
    times: ['2024-03-28T13:30', '2024-03-28T13:31'],
    first: BAR,
  },
  {
    name: 'LEAN, days',
    file: 'spy.zip',
    content: () =>
      zip(
        'spy.csv',
        '20240328 00:00,10000,20000,5000,15000,100\n20240329 00:00,10000,20000,5000,15000,100',
      ),
    format: 'lean',
    symbol: 'SPY',
    times: DAYS,
    first: BAR,
    notes: /hundredths of cents/,
  },
  {
    name: 'LEAN, minutes of a day',
    file: '20240328_trade.zip',
    content: () =>
      zip(
        '20240328_spy_minute_trade.csv',
        '34200000,10000,20000,5000,15000,100\n34260000,10000,20000,5000,15000,100',
      ),
    options: york,
    format: 'lean',
    symbol: 'SPY',
    times: ['2024-03-28T13:30', '2024-03-28T13:31'],
    first: BAR,
  },
  {
    name: 'any table in a zip',
    file: 'prices.zip',
    content: () =>
      zip('prices.csv', 'date;open;high;low;close\n28.03.2024;1;2;0,5;1,5\n29.03.2024;1;2;0,5;1,5'),
    format: 'csv',
    times: DAYS,
    first: [1, 2, 0.5, 1.5, 0],
  },
  {
    name: 'Parquet with timestamps',
    file: 'spy.parquet',
    content: () =>
      parquet('date', {
        type: 'TIMESTAMP',
        data: [new Date('2024-03-28T09:30:00Z'), new Date('2024-03-28T09:31:00Z')],
      }),
    format: 'parquet',
    times: MINUTES,
    first: BAR,
  },
  {
    name: 'Parquet with whole nanoseconds under the name that pandas gives an index',
    file: 'spy.parquet',
    content: () =>
      parquet('__index_level_0__', {
        type: 'INT64',
        data: [1711584000000000000n, 1711670400000000000n],
      }),
    format: 'parquet',
    times: DAYS,
    first: BAR,
  },
]

/** A zip file of one text, or of the same twice. */
export async function zip(name: string, text: string, other?: string): Promise<Uint8Array> {
  const writer = new ZipWriter(new BlobWriter())
  await writer.add(name, new TextReader(text))
  if (other !== undefined) await writer.add(other, new TextReader(text))
  return new Uint8Array(await (await writer.close()).arrayBuffer())
}

function parquet(
  name: string,
  time: { type: 'TIMESTAMP' | 'INT64'; data: (Date | bigint)[] },
): Uint8Array {
  const column = (of: string, at: number) => ({
    name: of,
    type: 'DOUBLE' as const,
    data: [BAR[at]!, BAR[at]!],
  })
  const columnData = [
    column('open', 0),
    column('high', 1),
    column('low', 2),
    column('close', 3),
    column('volume', 4),
    { name, ...time },
  ]
  return new Uint8Array(parquetWriteBuffer({ columnData }))
}
