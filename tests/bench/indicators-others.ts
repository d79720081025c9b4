import type { Bars } from '../../stdlib/bars.ts'

/** A JavaScript library and what it is asked for, by our names. */
export interface Other {
  readonly name: string
  readonly runs: Readonly<Record<string, () => unknown>>
}

/** Those that are installed. Values are handed over as each likes them, outside the timing. */
export async function OTHERS(bars: Bars): Promise<readonly Other[]> {
  const found = await Promise.all([technicalindicators(bars), tradingSignals(bars), ixjb94(bars)])
  return found.filter((other) => other !== undefined)
}

// Packages that may be absent have no types here.
type Library = Readonly<Record<string, (...args: unknown[]) => unknown>>
type Classes = Readonly<Record<string, new (...args: unknown[]) => Streaming>>

interface Streaming {
  update(value: unknown, replace: boolean): unknown
}

async function installed(name: string): Promise<Record<string, unknown> | undefined> {
  try {
    const module: { readonly default?: unknown } = await import(name)
    return { ...(module.default as object | undefined), ...module }
  } catch (error) {
    if ((error as { readonly code?: string }).code === 'ERR_MODULE_NOT_FOUND') return undefined
    throw error
  }
}

async function technicalindicators(bars: Bars): Promise<Other | undefined> {
  const library = (await installed('technicalindicators')) as Library | undefined
  if (library === undefined) return undefined
  const values = [...bars.close]
  const [high, low, close] = [[...bars.high], [...bars.low], values]
  const volume = [...bars.volume]
  const call = (name: string, input: object) => () => library[name]!(input)
  return {
    name: 'technicalindicators',
    runs: {
      sma: call('sma', { values, period: 30 }),
      ema: call('ema', { values, period: 30 }),
      wma: call('wma', { values, period: 30 }),
      rsi: call('rsi', { values, period: 14 }),
      bollinger: call('bollingerbands', { values, period: 20, stdDev: 2 }),
      atr: call('atr', { high, low, close, period: 14 }),
      adx: call('adx', { high, low, close, period: 14 }),
      cci: call('cci', { high, low, close, period: 20 }),
      stoch: call('stochastic', { high, low, close, period: 14, signalPeriod: 3 }),
      willr: call('williamsr', { high, low, close, period: 14 }),
      obv: call('obv', { close, volume }),
      roc: call('roc', { values, period: 10 }),
      psar: call('psar', { high, low, step: 0.02, max: 0.2 }),
    },
  }
}

async function tradingSignals(bars: Bars): Promise<Other | undefined> {
  const library = (await installed('trading-signals')) as Classes | undefined
  if (library === undefined) return undefined
  const rows = Array.from(bars.close, (close, i) => ({
    open: bars.open[i],
    high: bars.high[i],
    low: bars.low[i],
    close,
    volume: bars.volume[i],
  }))
  const stream =
    (name: string, input: ArrayLike<unknown>, ...args: unknown[]) =>
    () => {
      const one = new library[name]!(...args)
      for (let i = 0; i < input.length; i++) one.update(input[i], false)
    }
  return {
    name: 'trading-signals',
    runs: {
      sma: stream('SMA', bars.close, 30),
      ema: stream('EMA', bars.close, 30),
      wma: stream('WMA', bars.close, 30),
      dema: stream('DEMA', bars.close, 30),
      rsi: stream('RSI', bars.close, 14),
      bollinger: stream('BollingerBands', bars.close, 20, 2),
      atr: stream('ATR', rows, 14),
      adx: stream('ADX', rows, 14),
      cci: stream('CCI', rows, 20),
      roc: stream('ROC', bars.close, 10),
    },
  }
}

async function ixjb94(bars: Bars): Promise<Other | undefined> {
  const module = await installed('@ixjb94/indicators')
  if (module === undefined) return undefined
  const { IndicatorsSync } = module as { readonly IndicatorsSync?: new () => unknown }
  if (IndicatorsSync === undefined) return undefined
  const library = new IndicatorsSync() as Library
  const [high, low, close] = [[...bars.high], [...bars.low], [...bars.close]]
  const volume = [...bars.volume]
  const call =
    (name: string, ...args: unknown[]) =>
    () =>
      library[name]!(...args)
  return {
    name: '@ixjb94/indicators',
    runs: {
      sma: call('sma', close, 30),
      ema: call('ema', close, 30),
      wma: call('wma', close, 30),
      dema: call('dema', close, 30),
      tema: call('tema', close, 30),
      rsi: call('rsi', close, 14),
      bollinger: call('bbands', close, 20, 2),
      atr: call('atr', high, low, close, 14),
      cci: call('cci', high, low, close, 20),
      willr: call('willr', high, low, close, 14),
      obv: call('obv', close, volume),
      roc: call('roc', close, 10),
      stdev: call('stddev', close, 20),
      linreg: call('linreg', close, 14),
      highest: call('max', close, 30),
    },
  }
}
