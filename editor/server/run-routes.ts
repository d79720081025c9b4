import type { FastifyReply } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { refusal } from './answers.ts'
import { AskRun, Problem, REFUSALS, Run, RunEntry, RunRefused } from './contract.ts'
import type { RunKeeper } from './run-keeper.ts'
import type { Runner } from './runner.ts'
import type { SeriesCatalogue } from './series-catalogue.ts'
import { seriesOfRun } from './series-of-run.ts'
import { LIST, NO_SERIES } from './series-routes.ts'
import type { StrategyFolder } from './strategy-folder.ts'

const RETRY_AFTER_S = 2

/** Backtests on the server: made one after the other, the newest of them kept. */
export function runRoutes(
  runner: Runner,
  keeper: RunKeeper,
  catalogue: SeriesCatalogue,
  folder: StrategyFolder,
): FastifyPluginAsyncZod {
  return async (app) => {
    app.post(
      '/runs',
      {
        schema: {
          operationId: 'makeRun',
          summary: 'Backtests a text over a series',
          body: AskRun,
          response: {
            ...REFUSALS,
            201: Run,
            404: Problem,
            422: RunRefused,
            429: Problem,
            503: Problem,
          },
        },
      },
      async ({ body: { series, beside, rates, finer, ...body } }, reply) => {
        const { currency } = body
        const over = seriesOfRun(catalogue, { series, beside, rates, finer, currency })
        if (over === undefined) return reply.code(404).send(refusal('not-found', NO_SERIES, LIST))
        const libraries = [...folder.libraries(body.source)]
        const outcome = await runner.run({ ...body, libraries }, over, gone(reply))
        switch (outcome.kind) {
          case 'ran':
            return reply.code(201).send(keeper.keep(outcome, over.entry.series))
          case 'refused':
            return reply.code(422).send(outcome.refusal)
          case 'busy':
            return reply
              .code(429)
              .header('retry-after', RETRY_AFTER_S)
              .send(refusal('busy', 'Other runs are waiting already.', 'Try again in a moment.'))
          case 'unavailable':
            return reply.code(503).send(refusal('run', outcome.problem))
        }
      },
    )

    app.get(
      '/runs',
      {
        schema: {
          operationId: 'listRuns',
          summary: 'The runs that were made since the server started, newest first',
          response: { ...REFUSALS, 200: z.array(RunEntry) },
        },
      },
      async () => keeper.list(),
    )

    app.get(
      '/runs/:id',
      {
        schema: {
          operationId: 'readRun',
          summary: 'A run that was made',
          params: z.object({ id: z.uuid('is no id of a run') }),
          response: { ...REFUSALS, 200: Run, 404: Problem },
        },
      },
      async ({ params: { id } }, reply) => {
        const run = keeper.find(id)
        if (run === undefined) {
          return reply.code(404).send(refusal('not-found', 'There is no such run, or no longer.'))
        }
        return run
      },
    )
  }
}

/** Fires when whoever asked has gone before the answer. */
function gone({ raw }: FastifyReply): AbortSignal {
  const abort = new AbortController()
  raw.once('close', () => {
    if (!raw.writableFinished) abort.abort()
  })
  return abort.signal
}
