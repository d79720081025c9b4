import type { IncomingHttpHeaders } from 'node:http'

/**
 * Why a request cannot come from our own page or from this machine's user; undefined: it can. A
 * page of another site that a browser shows must not reach us, by whatever name it calls us (DNS
 * rebinding, cross-site requests).
 */
export function strangerIn(
  headers: IncomingHttpHeaders,
  method: string,
  port: number,
): string | undefined {
  const { host = '', origin } = headers
  const hosts = ['127.0.0.1', 'localhost', '[::1]'].map((name) => hostOf(name, port))
  if (!hosts.includes(host.toLowerCase())) return 'The Host header names another machine.'
  const site = headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none') {
    return 'The request comes from another site.'
  }
  if (origin === undefined) {
    const reads = method === 'GET' || method === 'HEAD'
    return reads ? undefined : 'A request that changes something must say its Origin.'
  }
  return origin === `http://${host}` ? undefined : 'The Origin is another site.'
}

function hostOf(name: string, port: number): string {
  return port === 80 ? name : `${name}:${port}`
}
