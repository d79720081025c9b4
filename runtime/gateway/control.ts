import { timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { Fault } from './faults.ts'
import { readFault } from './faults.ts'
import { listenHere } from './loopback.ts'

/** What can be done to a gateway from outside. */
export interface Controlled {
  report(): unknown
  freeze(): void
  resume(): void
  fault(fault: Fault): void
}

/**
 * The control line: HTTP with JSON on this machine only, for those who know the token
 * (`authorization: Bearer …`). `GET /state`; `POST /freeze`, `/resume`, and `/fault` with the
 * fault as its body. A page in a browser cannot use it: it may send neither that header nor
 * another host's name.
 */
export async function openControl(
  gateway: Controlled,
  token: string,
  port: number,
): Promise<{ readonly port: number; readonly close: () => Promise<void> }> {
  const server = createServer((request, response) => {
    void handle(gateway, token, request, response)
  })
  return {
    port: await listenHere(server, port),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function handle(
  gateway: Controlled,
  token: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const answer = (status: number, body: unknown): void => {
    response.writeHead(status, { 'content-type': 'application/json' })
    response.end(JSON.stringify(body))
  }
  const host = request.headers.host ?? ''
  if (request.headers.origin !== undefined || !/^(127\.0\.0\.1|localhost)(:\d+)?$/.test(host)) {
    return answer(403, { error: 'only from this machine, and not from a page' })
  }
  if (!isToken(request.headers.authorization ?? '', `Bearer ${token}`)) {
    return answer(401, { error: 'the token is missing or wrong' })
  }
  switch (`${request.method} ${request.url}`) {
    case 'GET /state':
      return answer(200, gateway.report())
    case 'POST /freeze':
      gateway.freeze()
      return answer(200, { frozen: true })
    case 'POST /resume':
      gateway.resume()
      return answer(200, { frozen: false })
    case 'POST /fault': {
      const fault = readFault(await bodyOf(request))
      if (typeof fault === 'string') return answer(400, { error: fault })
      gateway.fault(fault)
      return answer(200, { fault })
    }
    default:
      return answer(404, { error: 'GET /state; POST /freeze, /resume, /fault' })
  }
}

/** Compares in a time that tells nothing. */
function isToken(given: string, wanted: string): boolean {
  const a = Buffer.from(given)
  const b = Buffer.from(wanted)
  return a.length === b.length && timingSafeEqual(a, b)
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = ''
  for await (const chunk of request) {
    body += String(chunk)
    if (body.length > 10_000) return ''
  }
  return body
}
