import type { ExternFactory, ExternValue } from '../extern.ts'

/** How a class of a package streams, as its declarations have it. */
export interface PackageShape {
  /** Series that it is made with, here empty ones, in the order of a call. */
  readonly series: readonly string[]
  /** Numbers that it is made with. */
  readonly numbers: readonly string[]
  /** What `nextValue` takes: a value, an object of the bar's columns, a value of each series. */
  readonly tick: 'value' | 'bar' | 'values'
}

interface Streaming {
  nextValue(...tick: readonly unknown[]): ExternValue
}

type StreamingClass = new (input: Readonly<Record<string, unknown>>) => Streaming

/** A class of a package as an extern function, over its streaming form. */
export function adapted(
  exported: unknown,
  { series, tick }: PackageShape,
  params: readonly string[],
  options: Readonly<Record<string, boolean>>,
): ExternFactory {
  const Indicator = exported as StreamingClass
  return (...values) => {
    const empty = series.map((name) => [name, []] as const)
    const numbers = params.map((name, i) => [name, values[i]] as const)
    const indicator = new Indicator({ ...options, ...Object.fromEntries([...empty, ...numbers]) })
    if (tick !== 'bar') return (...inputs) => indicator.nextValue(...inputs)
    return (...inputs) =>
      indicator.nextValue(Object.fromEntries(series.map((name, i) => [name, inputs[i]])))
  }
}
