import type { Libraries } from '../../language/libraries.ts'
import { exactData, type PageData, type PageTrade } from '../../runtime/report/page-data.ts'
import type { ParameterMeta } from '../../stdlib/module.ts'
import type { AskedRun, MissingPrices } from '../pipeline/run-settings.ts'
import type { Why } from '../pipeline/why/why.ts'
import StrategyWorker from './workers/strategy.worker.ts?worker'
import type {
  FromStrategyWorker,
  PagePrices,
  ShownRun,
  ToStrategyWorker,
} from './workers/strategy-messages.ts'

/** Not at every key is what is shown said to be of an earlier text: most runs take less. */
const PATIENCE_MS = 200

type Refused = FromStrategyWorker & { readonly kind: 'refused' }
type Ended = Exclude<FromStrategyWorker, { readonly kind: 'progress' | 'why' }>

/** Finds what a run lacks; undefined where some of it is not there. */
export type FindPrices = (
  missing: MissingPrices,
) => Promise<Pick<PagePrices, 'series' | 'pairs'> | undefined>

/** A run as the page shows it. */
export interface Result {
  readonly shown: ShownRun
  readonly data: PageData
}

/**
 * Runs the text as it is typed: the newest request ends the one before, and what is shown stays,
 * marked as of an earlier text, until a newer result takes its place.
 */
export class Runner {
  result = $state.raw<Result>()
  /** The result shown is of an earlier text, parameters or prices, and will be a while. */
  stale = $state(false)
  /** Fraction of the bars that are done, while a run goes on. */
  progress = $state<number>()
  /** Why there is no newer result, in words. */
  problems = $state.raw<readonly string[]>([])
  /** The parameters of the newest text that could be read. */
  parameters = $state.raw<readonly ParameterMeta[]>([])
  /** Why the rules did what they did at the bar that was asked about. */
  why = $state.raw<Why>()
  /** Index of the trade that is looked at. */
  trade = $state<number>()

  #worker = new StrategyWorker({ name: 'strategy' })
  readonly #find: FindPrices
  #prices: PagePrices | undefined
  #asked: { readonly source: string; readonly asked: AskedRun } | undefined
  #run = 0
  #patience: ReturnType<typeof setTimeout> | undefined

  constructor(find: FindPrices) {
    this.#find = find
    this.#worker.addEventListener('message', ({ data }: MessageEvent<FromStrategyWorker>) => {
      if (data.run === this.#run) this.#take(data)
    })
  }

  get prices(): PagePrices | undefined {
    return this.#prices
  }

  usePrices(prices: PagePrices): void {
    this.#prices = prices
    this.#send({ kind: 'prices', prices })
  }

  useLibraries(libraries: Libraries): void {
    this.#send({ kind: 'libraries', libraries })
  }

  /** Asks why the rules did what they did at a bar of the result shown. */
  ask(bar: number): void {
    if (this.result !== undefined) this.#send({ kind: 'why', run: this.#run, bar })
  }

  run(source: string, asked: AskedRun): void {
    if (this.#prices === undefined) return
    this.#run += 1
    this.#asked = { source, asked }
    this.progress = 0
    clearTimeout(this.#patience)
    this.#patience = setTimeout(() => this.#outdate(), PATIENCE_MS)
    this.#send({ kind: 'run', run: this.#run, source, asked })
  }

  #outdate(): void {
    this.stale = this.result !== undefined
  }

  #send(message: ToStrategyWorker): void {
    this.#worker.postMessage(message)
  }

  #take(answer: FromStrategyWorker): void {
    if (answer.kind === 'progress') {
      this.progress = answer.done / Math.max(1, this.#prices!.bars.length)
      return
    }
    if (answer.kind === 'why') {
      this.why = answer.why
      return
    }
    const { series = [], rates } = answer.kind === 'refused' ? answer.missing : {}
    if (answer.kind === 'refused' && (series.length > 0 || rates !== undefined)) {
      void this.#bring(answer)
      return
    }
    this.#end(answer)
  }

  /** Runs again with the bars that were missing; where there are none, says so. */
  async #bring(answer: Refused): Promise<void> {
    const { run, missing } = answer
    const found = await this.#find(missing)
    if (run !== this.#run || this.#prices === undefined) return
    if (found === undefined) return this.#end(answer)
    const { series = [], pairs = [] } = this.#prices
    this.usePrices({
      ...this.#prices,
      series: [...series, ...(found.series ?? [])],
      pairs: [...pairs, ...(found.pairs ?? [])],
    })
    this.run(this.#asked!.source, this.#asked!.asked)
  }

  #end(answer: Ended): void {
    clearTimeout(this.#patience)
    this.progress = undefined
    this.problems = problemsOf(answer)
    switch (answer.kind) {
      case 'ran': {
        const { shown } = answer
        const data = exactData({ ...shown, bars: this.#prices!.bars })
        this.trade = sameTrade(this.result?.data.trades[this.trade ?? -1], data.trades)
        this.result = { shown, data }
        this.why = undefined
        this.parameters = shown.meta.parameters
        this.stale = false
        return
      }
      case 'refused':
        this.parameters = answer.parameters
        this.#outdate()
        return
      case 'library':
        this.result = undefined
        this.why = undefined
        this.trade = undefined
        this.parameters = []
        this.stale = false
        return
      case 'mistakes':
      case 'failed':
        this.#outdate()
        return
    }
  }
}

/** Where a trade of an earlier run is now: what is looked at stays so, if it is still there. */
function sameTrade(
  before: PageTrade | undefined,
  trades: readonly PageTrade[],
): number | undefined {
  if (before === undefined) return undefined
  const index = trades.findIndex(
    ({ side, entryTime }) => side === before.side && entryTime === before.entryTime,
  )
  return index < 0 ? undefined : index
}

function problemsOf(answer: Ended): readonly string[] {
  switch (answer.kind) {
    case 'refused':
      return answer.problems
    case 'library':
      return ['A library has no rules to run: import it into a strategy.']
    case 'failed':
      return [`This is our mistake, not yours: ${answer.message}`]
    case 'ran':
    case 'mistakes':
      return []
  }
}
