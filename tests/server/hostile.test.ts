/** What the OpenAPI document allows and does not: never a mistake of ours, no inside told. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ROOT } from '../command/strat.ts'
import { cases } from '../draws.ts'
import { arbitraryOf, type Components, type Schema, spoilt } from './arbitrary-of.ts'
import { CROSSOVER, type Host, host } from './host.ts'

interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly schema: Schema }[]
  readonly requestBody?: {
    readonly content: Readonly<Record<string, { readonly schema: Schema }>>
  }
  readonly responses: Readonly<Record<string, unknown>>
}

const document = JSON.parse(
  readFileSync(`${ROOT}editor/server/generated/openapi.json`, 'utf8'),
) as {
  readonly components: { readonly schemas: Components }
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
}
const components = document.components.schemas
const OPERATIONS = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
)

const ODD_NAMES = [
  '..',
  '.',
  '../passwd',
  '../../etc/passwd',
  '..\\..\\x.strat',
  '/etc/passwd',
  'C:\\x.strat',
  'x.strat\u0000.png',
  'CON.strat',
  'ﬁle．strat',
  '\u202estrat.x',
  'a'.repeat(5_000),
  '%2e%2e%2f',
  '__proto__',
  '',
]
const RAW_NAMES = ['%', '%zz', '%ff%fe', '%2e%2e', '..%2f..%2fx.strat', '%00', ';', '?x', '*']

/** Answers that every run of this test comes to; an operation that is not here is a new one. */
const REACHED: Readonly<Record<string, number[]>> = {
  'get /api/health': [200],
  'get /api/strategies': [200],
  'get /api/strategies/{name}': [200, 400, 404],
  'put /api/strategies/{name}': [400, 409],
  'get /api/series': [200],
  'get /api/series/{id}': [200, 400, 404],
  'post /api/runs': [400, 404, 422],
  'get /api/externs/{name}': [200, 400, 404],
  'get /api/runs': [200],
  'get /api/runs/{id}': [200, 400],
}

/** Path segments: as the schema has them, any text, and what decodes to nothing good. */
function segment(schema: Schema, real: readonly string[]): fc.Arbitrary<string> {
  const texts = fc.oneof(
    fc.constantFrom(...real),
    arbitraryOf(schema, components, {}).map(String),
    fc.string({ unit: 'binary' }),
    fc.constantFrom(...ODD_NAMES),
  )
  const encoded = texts.map((text) => encodeURIComponent(text.replace(/\p{Surrogate}/gu, '?')))
  return fc.oneof({ weight: 5, arbitrary: encoded }, fc.constantFrom(...RAW_NAMES))
}

function bodies(
  { requestBody }: Operation,
  known: Readonly<Record<string, unknown>>,
): fc.Arbitrary<string | undefined> {
  const schema = requestBody?.content['application/json']?.schema
  if (schema === undefined) return fc.constantFrom(undefined, '{}', '[')
  const allowed = arbitraryOf(schema, components, known)
  return fc.oneof(
    allowed.map((value) => JSON.stringify(value)),
    spoilt(allowed).map((value) => JSON.stringify(value)),
    fc.constantFrom('', '{', 'null', '{"__proto__": {}}', '[[[[', '\u0000', undefined),
  )
}

const HEADERS = fc.record(
  {
    'content-type': fc.constantFrom(
      'application/json',
      'application/json; charset=utf-16',
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data',
      '',
    ),
    'if-none-match': fc.constantFrom('*', '"x"', 'W/"x"'),
    'accept-encoding': fc.constantFrom('br', '*', 'x'),
  },
  { requiredKeys: [] },
)

function isTold({ body, headers }: Awaited<ReturnType<Host['ask']>>, secrets: readonly string[]) {
  const text = JSON.stringify(headers) + body
  return secrets.filter((secret) => text.includes(secret)).concat(text.match(/\n\s+at .*/g) ?? [])
}

describe('whatever is asked', () => {
  test.each(OPERATIONS)('$method $path', async ({ path, method, operation }) => {
    const { ask, folder, web, faults } = await host()
    writeFileSync(join(web, '..', 'passwd'), 'secret')
    const secrets = [folder, web, ROOT, 'node_modules', 'file://', 'secret']
    const [{ id: series }] = (await ask('GET', '/api/series')).json()
    const run = (
      await ask('POST', '/api/runs', { source: CROSSOVER, series, parameters: {} })
    ).json()
    const { version } = (await ask('GET', '/api/strategies/cross.strat')).json()
    const real = ['cross.strat', series, run.id, 'technicalindicators']
    const known = { series, rates: series, finer: 'none', source: CROSSOVER, base: version }
    const names = (operation.parameters ?? []).map(({ schema }) => segment(schema, real))
    const statuses = new Set<number>()
    await fc.assert(
      fc.asyncProperty(
        fc.tuple(...names),
        bodies(operation, known),
        HEADERS,
        async (segments, body, headers) => {
          const url = segments.reduce((left, text) => left.replace(/\{\w+\}/, () => text), path)
          const sent = body === undefined ? {} : { 'content-type': 'application/json' }
          const upper = method.toUpperCase() as 'GET'
          const answer = await ask(upper, url, body, { ...sent, ...headers })
          statuses.add(answer.statusCode)
          expect(isTold(answer, secrets)).toEqual([])
          expect(answer.statusCode).not.toBe(500)
          if (answer.statusCode < 400) return
          expect(answer.headers['content-type']).toMatch(/^application\/json/)
          expect(answer.json()).toMatchObject({ code: /./, message: /^[A-Z].*[.…]$/s })
        },
      ),
      { numRuns: cases(200) },
    )
    expect(faults).toEqual([])
    expect(faults).toEqual([])
    expect([...statuses], 'the rig reaches what it is about').toEqual(
      expect.arrayContaining(REACHED[`${method} ${path}`] ?? [Number.NaN]),
    )
  })

  test('a text of any kind is checked, run or refused, and never a mistake of ours', async () => {
    const { ask, faults } = await host()
    const [{ id: series }] = (await ask('GET', '/api/series')).json()
    const cut = fc.tuple(fc.nat(CROSSOVER.length), fc.nat(CROSSOVER.length), fc.string())
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      cut.map(([a, b, text]) => CROSSOVER.slice(0, a) + text + CROSSOVER.slice(b)),
    )
    await fc.assert(
      fc.asyncProperty(texts, async (source) => {
        const { statusCode } = await ask('POST', '/api/runs', { source, series, parameters: {} })
        expect([201, 422]).toContain(statusCode)
      }),
    )
    expect(faults).toEqual([])
  })
})
