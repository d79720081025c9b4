import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { refusal } from './answers.ts'
import {
  Conflict,
  Extern,
  ExternName,
  Problem,
  REFUSALS,
  Saved,
  SaveStrategy,
  Strategy,
  StrategyEntry,
  StrategyName,
} from './contract.ts'
import type { StrategyFolder } from './strategy-folder.ts'

const params = z.object({ name: StrategyName })

/** The texts in the strategies folder: listed, read, saved; externs, which are read alone. */
export function strategyRoutes(folder: StrategyFolder): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/strategies',
      {
        schema: {
          operationId: 'listStrategies',
          summary: 'The strategies in the folder, by name',
          response: { ...REFUSALS, 200: z.array(StrategyEntry), 503: Problem },
        },
      },
      async (_request, reply) => {
        const listed = folder.list()
        if ('problem' in listed) return reply.code(503).send(refusal('disk', listed.problem))
        return listed.entries
      },
    )

    app.get(
      '/strategies/:name',
      {
        schema: {
          operationId: 'readStrategy',
          summary: "A strategy's text",
          params,
          response: { ...REFUSALS, 200: Strategy, 404: Problem, 503: Problem },
        },
      },
      async ({ params: { name } }, reply) => {
        const read = folder.read(name)
        switch (read.kind) {
          case 'text':
            return { name, text: read.text, version: read.version }
          case 'absent':
            return reply.code(404).send(refusal('not-found', `There is no ${name}.`))
          case 'unusable':
            return reply.code(503).send(refusal('disk', read.problem))
        }
      },
    )

    app.get(
      '/externs/:name',
      {
        schema: {
          operationId: 'readExtern',
          summary: 'The program of an extern library that a strategy imports',
          params: z.object({ name: ExternName }),
          response: { ...REFUSALS, 200: Extern, 404: Problem },
        },
      },
      async ({ params: { name } }, reply) => {
        const program = folder.extern(name)
        if (program !== undefined) return { name, text: program }
        return reply.code(404).send(refusal('not-found', `There is no ${name}.`))
      },
    )

    app.put(
      '/strategies/:name',
      {
        schema: {
          operationId: 'saveStrategy',
          summary: 'Saves a text, unless the file is no longer the one that was edited',
          params,
          body: SaveStrategy,
          response: { ...REFUSALS, 200: Saved, 409: Conflict, 413: Problem, 503: Problem },
        },
      },
      async ({ params: { name }, body }, reply) => {
        const saved = folder.save(name, body.text, body.base)
        switch (saved.kind) {
          case 'saved':
            return { version: saved.version }
          case 'conflict':
            return reply.code(409).send({
              code: 'conflict',
              message: `${name} is not what it was when you began to edit it.`,
              hint: 'Compare the two texts, then save again over the current version.',
              current: saved.current,
            })
          case 'too-large':
            return reply.code(413).send(refusal('too-large', saved.problem))
          case 'unusable':
            return reply.code(503).send(refusal('disk', saved.problem))
        }
      },
    )
  }
}
