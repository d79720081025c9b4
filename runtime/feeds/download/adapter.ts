import type { Dialect } from '../dialect.ts'
import type { Refused } from '../problem.ts'
import type { BarInterval } from '../quality-report.ts'

/** What is asked of a source. */
export interface DownloadRequest {
  readonly symbol: string
  readonly interval: BarInterval
  /** First and last day, `2024-03-28`. */
  readonly from: string
  readonly to: string
  readonly adjusted: boolean
  /** The user's key. It stands in requests and nowhere else. */
  readonly key?: string
  /** Another address than the source's own, or the template of source `http`. */
  readonly url?: string
  /** Of source `http`: headers as `Name: value`, and where in the JSON the rows are. */
  readonly headers?: readonly string[]
  readonly rows?: string
}

/** One request: what is sent, and which page it is of, from 1. */
export interface PageRequest {
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  readonly page: number
}

/** What an answer holds: a table for `readTable`, and the request of the next page. */
export interface Page {
  readonly kind: 'page'
  /** Empty: no bars in it. */
  readonly table: string
  readonly dialect: Dialect
  /** The table has a column of adjusted closes, to scale prices by where they are asked for. */
  readonly adjustedClose?: true
  /** Zone of its times, where they carry none or are starts of days. */
  readonly timezone?: string
  readonly next?: PageRequest
}

/** A service that sends prices. One file each. */
export interface Adapter {
  readonly name: string
  readonly title: string
  /** Environment variable of the user's key. */
  readonly keyVariable?: string
  readonly needsKey: boolean
  /** Lengths of bars that it has. */
  readonly intervals: readonly string[]
  /** Whether it has adjusted prices: sends them when asked to, or with a column of them. */
  readonly adjusts: boolean
  /** How often it may be asked, in its cheapest plan. */
  readonly requestsPerMinute: number
  readonly first: (request: DownloadRequest) => PageRequest
  /** Understands an answer of status 200; services tell errors in these, too. */
  readonly read: (body: string, request: DownloadRequest, page: PageRequest) => Page | Refused
}
