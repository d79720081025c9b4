import type { Socket } from 'node:net'
import fastifyStatic from '@fastify/static'
import fastify, { type FastifyInstance } from 'fastify'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import { refusal, refusalOf, refuse } from './answers.ts'
import { api, type Services } from './api.ts'
import { type Entrance, letIn, pathOf } from './entrance.ts'
import type { Runner } from './runner.ts'
import { securityHeaders } from './security-headers.ts'

export interface AppOptions extends Services, Entrance {
  /** Folder of the built page. */
  readonly web: string
  /** Told of every mistake of ours; the client learns nothing of it. */
  readonly onFault: (error: unknown) => void
  /** Told of every answer: its path without what is secret in it. */
  readonly answered?: ((answer: Answered) => void) | undefined
}

export interface Answered {
  readonly method: string
  readonly path: string
  readonly status: number
  readonly milliseconds: number
}

/** The largest request: a strategy of a million bytes, its line ends and quotes escaped. */
const BODY_BYTES = 2_500_000
const REQUEST_TIMEOUT_MS = 30_000
const KEEP_ALIVE_TIMEOUT_MS = 65_000
const LONGEST_PARAMETER = 300

/** The server without its socket: who may ask what, the routes, the files of the page. */
export async function createApp(options: AppOptions): Promise<FastifyInstance> {
  const { onFault, web } = options
  const app = fastify({
    bodyLimit: BODY_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: LONGEST_PARAMETER },
    // An address that cannot be decoded; it comes by no hook.
    frameworkErrors: (_error, request, reply) => {
      reply.headers(securityHeaders(pathOf(request)))
      refuse(reply, 400, 'request', 'The address cannot be read.')
    },
    clientErrorHandler: (_error, socket) => endUnread(socket),
  })
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  app.setErrorHandler((error, _request, reply) => {
    const known = refusalOf(error as Parameters<typeof refusalOf>[0])
    if (known !== undefined) return reply.code(known.status).send(known.body)
    onFault(error)
    return refuse(reply, 500, 'ours', 'This is our mistake, not yours.', SEE_TERMINAL)
  })
  app.setNotFoundHandler((_request, reply) => {
    refuse(reply, 404, 'not-found', 'There is nothing at this address.')
  })
  endsGently(app, options.runner)
  app.addHook('onRequest', async (request, reply) => letIn(request, reply, options))
  app.addHook('onResponse', async (request, { statusCode, elapsedTime }) => {
    const milliseconds = Math.round(elapsedTime)
    options.answered?.({
      ...{ method: request.method, path: pathOf(request) },
      ...{ status: statusCode, milliseconds },
    })
  })
  await app.register(api(options), { prefix: '/api' })
  await app.register(fastifyStatic, pageFiles(web))
  return app
}

const SEE_TERMINAL = 'Look at the terminal where strat studio runs: it says more.'

/** At its end nothing runs on, and whoever gets a last answer hangs up after it. */
function endsGently(app: FastifyInstance, runner: Runner): void {
  let ending = false
  app.addHook('preClose', async () => {
    ending = true
    runner.close()
  })
  app.addHook('onSend', async (_request, reply) => {
    if (ending) reply.header('connection', 'close')
  })
}

function pageFiles(root: string): Parameters<typeof fastifyStatic>[1] {
  return {
    root,
    preCompressed: true,
    cacheControl: false,
    dotfiles: 'deny',
    // Vite names what lies under assets/ by its content.
    setHeaders: (reply, path) => {
      reply.setHeader('vary', 'accept-encoding')
      const hashed = /[\\/]assets[\\/]/.test(path.slice(root.length - 1))
      reply.setHeader('cache-control', hashed ? 'private, max-age=31536000, immutable' : 'no-cache')
    },
  }
}

/** What is no HTTP gets a short answer and no more. */
function endUnread(socket: Socket): void {
  if (!socket.writable) return void socket.destroy()
  const body = JSON.stringify(refusal('request', 'The request cannot be read.'))
  socket.end(
    `HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  )
}
