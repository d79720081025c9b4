import createClient from 'openapi-fetch'
import type { RunPrices } from '../pipeline/run-strategy.ts'
import { readSeriesBytes } from '../pipeline/series-bytes.ts'
import type { components, paths } from './generated/api.ts'

export type StrategyEntry = components['schemas']['StrategyEntry']
export type StrategyText = components['schemas']['Strategy']
export type SeriesEntry = components['schemas']['Series']

/** What the server says when it cannot do as asked; `status` 0: it did not answer. */
export interface Refusal {
  readonly status: number
  readonly code: string
  readonly message: string
  readonly hint?: string
}

export type Answer<Value> = { readonly value: Value } | { readonly refused: Refusal }

export type Saved =
  | { readonly kind: 'saved'; readonly version: string }
  /** The file is another by now. */
  | { readonly kind: 'conflict'; readonly current: components['schemas']['Conflict']['current'] }
  | { readonly kind: 'refused'; readonly refused: Refusal }

const client = createClient<paths>({ baseUrl: '/' })

const UNREACHABLE: Refusal = {
  status: 0,
  code: 'unreachable',
  message: 'The server does not answer.',
  hint: 'Start it again with strat studio, and open the link that it prints.',
}

/** The strategies in the folder. */
export function listStrategies(): Promise<Answer<readonly StrategyEntry[]>> {
  return answered(() => client.GET('/api/strategies'))
}

/** One strategy's text, and the version that saving it takes. */
export function readStrategy(name: string): Promise<Answer<StrategyText>> {
  return answered(() => client.GET('/api/strategies/{name}', { params: { path: { name } } }))
}

/** The program of an extern library, once a text imports it. */
export function readExtern(name: string): Promise<Answer<components['schemas']['Extern']>> {
  return answered(() => client.GET('/api/externs/{name}', { params: { path: { name } } }))
}

/** Saves over version `base`; null: over nothing. */
export async function saveStrategy(
  name: string,
  text: string,
  base: string | null,
): Promise<Saved> {
  const path = { params: { path: { name } }, body: { text, base } }
  const answer = await answered(() => client.PUT('/api/strategies/{name}', path))
  if ('value' in answer) return { kind: 'saved', version: answer.value.version }
  const { refused } = answer
  if (isConflict(refused)) return { kind: 'conflict', current: refused.current }
  return { kind: 'refused', refused }
}

function isConflict(refused: Refusal): refused is Refusal & components['schemas']['Conflict'] {
  return refused.code === 'conflict'
}

/** The series of prices there are. */
export function listSeries(): Promise<Answer<readonly SeriesEntry[]>> {
  return answered(() => client.GET('/api/series'))
}

/** The bars of a series, ready to run over. */
export async function readPrices(series: SeriesEntry): Promise<Answer<RunPrices>> {
  const answer = await answered(() =>
    client.GET('/api/series/{id}', {
      params: { path: { id: series.id } },
      parseAs: 'arrayBuffer',
    }),
  )
  if ('refused' in answer) return answer
  const read = readSeriesBytes(answer.value as unknown as ArrayBuffer)
  if ('problem' in read) {
    return { refused: { status: 0, code: 'damaged', message: read.problem } }
  }
  const { label, timezone, interval } = series
  const spacing = interval ?? undefined
  return { value: { bars: read.bars, name: label, timezone, interval: spacing, notes: [] } }
}

interface Fetched<Value> {
  readonly data?: Value
  readonly error?: unknown
  readonly response: Response
}

async function answered<Value>(
  ask: () => Promise<Fetched<Value>>,
): Promise<Answer<NonNullable<Value>>> {
  try {
    const { data, error, response } = await ask()
    if (data !== undefined && data !== null) return { value: data }
    const told = typeof error === 'object' && error !== null ? error : {}
    const message = `The server answered with status ${response.status}.`
    return { refused: { code: 'refused', message, ...told, status: response.status } }
  } catch {
    // A fetch fails only where there is no answer: the network's own words say less.
    return { refused: UNREACHABLE }
  }
}
