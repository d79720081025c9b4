import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { Health, Problem } from './contract.ts'
import type { RunKeeper } from './run-keeper.ts'
import { runRoutes } from './run-routes.ts'
import type { Runner } from './runner.ts'
import type { SeriesCatalogue } from './series-catalogue.ts'
import { seriesRoutes } from './series-routes.ts'
import type { StrategyFolder } from './strategy-folder.ts'
import { strategyRoutes } from './strategy-routes.ts'

/** What the routes are about. */
export interface Services {
  readonly folder: StrategyFolder
  readonly catalogue: SeriesCatalogue
  readonly runner: Runner
  readonly keeper: RunKeeper
}

/** Everything under `/api`. */
export function api({ folder, catalogue, runner, keeper }: Services): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/health',
      {
        schema: {
          operationId: 'health',
          summary: 'Whether the server runs; needs no session',
          response: { 200: Health, 400: Problem, 403: Problem },
        },
      },
      async () => ({ status: 'ok' as const }),
    )
    await app.register(strategyRoutes(folder))
    await app.register(seriesRoutes(catalogue))
    await app.register(runRoutes(runner, keeper, catalogue, folder))
  }
}
