import type { Adapter } from './adapter.ts'
import { alphaVantage } from './alpha-vantage.ts'
import { http } from './http.ts'
import { polygon } from './polygon.ts'
import { stooq } from './stooq.ts'
import { tiingo } from './tiingo.ts'

/** The sources that prices can be downloaded from. */
export const ADAPTERS: readonly Adapter[] = [http, stooq, alphaVantage, tiingo, polygon]
