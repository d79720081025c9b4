import type { FastifyReply, FastifyRequest } from 'fastify'
import { refuse } from './answers.ts'
import { securityHeaders } from './security-headers.ts'
import type { Session } from './session.ts'
import { strangerIn } from './stranger.ts'

export interface Entrance {
  readonly session: Session
  /** The port that the server listens on. */
  readonly port: () => number
}

/**
 * The first thing that happens to a request: its answer gets the headers that every answer has, and
 * whoever may not come in is answered. Undefined: it goes on.
 */
export function letIn(
  request: FastifyRequest,
  reply: FastifyReply,
  { session, port }: Entrance,
): FastifyReply | undefined {
  const path = pathOf(request)
  reply.headers(securityHeaders(path))
  if (path.startsWith('/api/')) reply.header('cache-control', 'no-store')
  const stranger = strangerIn(request.headers, request.method, port())
  if (stranger !== undefined) return keepOut(reply, path, 403, stranger)
  if (request.routeOptions.url === '/api/health') return undefined

  // A browser has one jar of cookies for all ports of a machine.
  const name = `lockstep-${port()}`
  const isOpen = session.isOpen(cookieOf(request, name))
  const { token } = request.query as { readonly token?: unknown }
  if (request.method === 'GET' && path === '/' && typeof token === 'string') {
    reply.header('cache-control', 'no-store')
    const result = session.exchange(token)
    if (result === 'opened') {
      reply.header('set-cookie', `${name}=${session.secret}; Path=/; HttpOnly; SameSite=Strict`)
    }
    if (result === 'opened' || isOpen) return reply.redirect('/', 303)
    if (result === 'wrong') return keepOut(reply, path, 401, USED)
    return keepOut(reply.header('retry-after', 60), path, 429, WAIT)
  }
  return isOpen ? undefined : keepOut(reply, path, 401, 'This browser has no session here.')
}

const USED = 'This link was used before, or there is a newer one.'
const WAIT = 'Too many links were wrong. Wait a minute.'

/** A request's path as it was sent, nothing decoded. */
export function pathOf({ url }: FastifyRequest): string {
  return url.replace(/[?#].*$/s, '')
}

function cookieOf({ headers }: FastifyRequest, name: string): string | undefined {
  const pairs = (headers.cookie ?? '').split(';').map((pair) => pair.trim())
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1)
}

/** A page where pages are, JSON under `/api`. */
function keepOut(
  reply: FastifyReply,
  path: string,
  status: 401 | 403 | 429,
  message: string,
): FastifyReply {
  if (path.startsWith('/api/')) {
    return refuse(reply, status, status === 403 ? 'stranger' : 'session', message, USE_LINK)
  }
  reply.headers(securityHeaders('/'))
  return reply.code(status).type('text/html; charset=utf-8').send(pageOf(message))
}

const USE_LINK = 'Paste the link that strat studio printed into the address bar of the browser.'

function pageOf(message: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Lockstep</title>
<style>
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 36rem; margin: 20vh auto; padding: 0 1rem }
</style>
<h1>Not open to this browser</h1>
<p>${message}</p>
<p>Each link that <code>strat studio</code> prints opens one browser, once. Press Enter in the
terminal where it runs, and paste the new link into the address bar.</p>
`
}
