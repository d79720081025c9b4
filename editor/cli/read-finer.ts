import { existsSync } from 'node:fs'
import { lengthOf, timeframeNamed } from '../../runtime/calendar/timeframe.ts'
import { finerName, type GivenFiner } from '../pipeline/strategy-bars.ts'
import { barsOfLength } from './bars-of-length.ts'
import type { RunFlags } from './run-flags.ts'
import type { RunSettings } from './run-options.ts'

/** Shorter bars of a run's prices, if any, or what is wrong with those that were asked for. */
export type ReadFiner = { readonly finer?: GivenFiner } | { readonly problems: readonly string[] }

/**
 * What `--finer` names; where it names nothing and the prices are a symbol's of the store, the
 * shortest bars that the store has of it. `interval`: of the prices.
 */
export async function readFiner(
  flags: RunFlags,
  { read }: RunSettings,
  interval: string,
): Promise<ReadFiner> {
  const { finer: asked, data, store } = flags
  const fromStore = asked === undefined && store && data !== undefined && !existsSync(data)
  const path = asked ?? (fromStore ? data : 'none')
  if (path === 'none') return {}
  const { interval: _, ...rest } = read
  const loaded = await barsOfLength(path, {
    read: rest,
    finerThan: interval,
    ...(store ? {} : { store: false }),
  })
  if ('problem' in loaded)
    return asked === undefined ? {} : { problems: [`--finer: ${loaded.problem}`] }
  const { timeframe, bars } = loaded
  const isShorter = lengthOf(timeframeNamed(timeframe)) < lengthOf(timeframeNamed(interval))
  if (!isShorter)
    return {
      problems: [`--finer ${path} has bars of ${timeframe}: take shorter ones than ${interval}.`],
    }
  const name = asked === undefined ? finerName({ symbol: path, timeframe }) : path
  return { finer: { name, timeframe, bars } }
}
