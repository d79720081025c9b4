import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { onTestFinished } from 'vitest'

/** A request as it came. */
export interface Asked {
  readonly url: URL
  readonly headers: IncomingMessage['headers']
}

/** An answer to give: its body, or a status and headers besides. */
export type Reply =
  | string
  | { readonly status?: number; readonly headers?: Record<string, string>; readonly body?: string }
  | 'hang up'

/** A source of prices on this machine. */
export interface SourceServer {
  readonly origin: string
  readonly asked: Asked[]
}

/** Starts a server that answers as it is told to; it ends with the test. Answers are gzipped. */
export async function sourceServer(answer: (asked: Asked) => Reply): Promise<SourceServer> {
  const asked: Asked[] = []
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    const one = { url: new URL(request.url ?? '/', 'http://source'), headers: request.headers }
    asked.push(one)
    const reply = answer(one)
    if (reply === 'hang up') {
      response.destroy()
      return
    }
    const {
      status = 200,
      headers = {},
      body = '',
    } = typeof reply === 'string' ? { body: reply } : reply
    response.writeHead(status, { 'content-encoding': 'gzip', ...headers })
    response.end(gzipSync(body))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked }
}
