import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { seriesBytes } from '../pipeline/series-bytes.ts'
import { refusal } from './answers.ts'
import { Problem, REFUSALS, Series, SeriesId } from './contract.ts'
import type { SeriesCatalogue } from './series-catalogue.ts'

/** The prices there are, and each of them as bytes. */
export function seriesRoutes(catalogue: SeriesCatalogue): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/series',
      {
        schema: {
          operationId: 'listSeries',
          summary: 'Prices in the store, then samples',
          response: { ...REFUSALS, 200: z.array(Series) },
        },
      },
      async () => catalogue.list().map(({ series }) => series),
    )

    app.get(
      '/series/:id',
      {
        schema: {
          operationId: 'readSeries',
          summary: 'The bars of a series, as editor/pipeline/series-bytes.ts writes them down',
          params: z.object({ id: SeriesId }),
          response: {
            ...REFUSALS,
            200: {
              description: 'Bars as bytes',
              content: {
                'application/octet-stream': { schema: z.string().meta({ format: 'binary' }) },
              },
            },
            304: z.undefined().describe('The bars are those of If-None-Match'),
            404: Problem,
            503: Problem,
          },
        },
      },
      async ({ params: { id }, headers }, reply) => {
        const entry = catalogue.find(id)
        if (entry === undefined) return reply.code(404).send(refusal('not-found', NO_SERIES, LIST))
        reply.header('etag', entry.etag).header('cache-control', 'private, no-cache')
        if (headers['if-none-match'] === entry.etag) return reply.code(304).send()
        const loaded = entry.load()
        if ('problem' in loaded) return reply.code(503).send(refusal('prices', loaded.problem))
        return reply.type('application/octet-stream').send(seriesBytes(loaded.bars) as never)
      },
    )
  }
}

/** Also for a run over it. */
export const NO_SERIES = 'There are no such prices.'
export const LIST = 'List the prices again.'
