import type { IncomingMessage } from 'node:http'
import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { isIP } from 'node:net'
import { createGunzip } from 'node:zlib'
import { isPrivateAddress, PrivateAddressError, publicLookup } from './public-address.ts'

const TIMEOUT_MS = 30_000
const LONGEST = 200_000_000
const REDIRECTS_MAX = 5

/** What came of a request. */
export type Got =
  | {
      readonly kind: 'answer'
      readonly status: number
      readonly body: string
      readonly retryAfterMs?: number
    }
  /** `again`: it may go better later. */
  | { readonly kind: 'failed'; readonly reason: string; readonly again: boolean }

export interface GetOptions {
  readonly headers?: Readonly<Record<string, string>>
  /** Follow redirects into this machine's network. */
  readonly allowPrivate: boolean
}

/**
 * A GET of a text. An address of this machine or its network is reached only where the URL itself
 * spells it, never by a name or a redirect, unless allowed: a source must not make us ask our own
 * neighbours. Headers, which may hold a key, go to the first host alone. Reasons name no query.
 */
export async function get(address: string, options: GetOptions): Promise<Got> {
  let url = new URL(address)
  const first = url
  for (let redirects = 0; redirects <= REDIRECTS_MAX; redirects++) {
    if (url.protocol !== 'https:' && url.protocol !== 'http:') {
      return failed(`${url.protocol} is no address of the web`)
    }
    const own = url.origin === first.origin
    if (!own && !options.allowPrivate && isPrivateHost(url.hostname)) {
      return failed(`${first.host} sends us on to ${url.host}, an address of this network`)
    }
    if (first.protocol === 'https:' && url.protocol === 'http:') {
      return failed(`${first.host} sends us on to ${url.host} without encryption`)
    }
    const spelled = own && isPrivateHost(url.hostname)
    const got = await once(url, own ? (options.headers ?? {}) : {}, spelled || options.allowPrivate)
    if (!('location' in got)) return got
    url = new URL(got.location, url)
  }
  return failed(`${first.host} sends us on and on`)
}

function isPrivateHost(hostname: string): boolean {
  const plain = hostname.replace(/^\[|\]$/g, '')
  return isIP(plain) ? isPrivateAddress(plain) : /^(?:localhost|.*\.localhost)\.?$/i.test(plain)
}

function failed(reason: string, again = false): Got {
  return { kind: 'failed', reason, again }
}

function once(
  url: URL,
  headers: Readonly<Record<string, string>>,
  allowPrivate: boolean,
): Promise<Got | { readonly location: string }> {
  const request = url.protocol === 'https:' ? requestHttps : requestHttp
  const accepted = {
    'user-agent': 'lockstep',
    accept: 'text/csv, application/json',
    'accept-encoding': 'gzip',
  }
  return new Promise((resolve) => {
    const lost = (error: Error) => {
      const private_ = error instanceof PrivateAddressError
      resolve(
        failed(
          private_ ? error.message : `${url.host} cannot be reached (${codeOf(error)})`,
          !private_,
        ),
      )
    }
    const sent = request(
      url,
      {
        headers: { ...accepted, ...headers },
        timeout: TIMEOUT_MS,
        ...(allowPrivate ? {} : { lookup: publicLookup }),
      },
      (response) => {
        const { statusCode = 0, headers: told } = response
        if (statusCode >= 300 && statusCode < 400 && told.location !== undefined) {
          response.resume()
          resolve({ location: told.location })
          return
        }
        textOf(response).then((body) => {
          const retryAfterMs = Number(told['retry-after']) * 1_000
          resolve({
            kind: 'answer',
            status: statusCode,
            body,
            ...(retryAfterMs > 0 ? { retryAfterMs } : {}),
          })
        }, lost)
      },
    )
    sent.on('timeout', () => sent.destroy(new Error('no answer in time')))
    sent.on('error', lost)
    sent.end()
  })
}

async function textOf(response: IncomingMessage): Promise<string> {
  const gzipped = response.headers['content-encoding'] === 'gzip'
  const stream = gzipped ? response.pipe(createGunzip()) : response
  if (gzipped) response.on('error', (error) => stream.destroy(error))
  const parts: Buffer[] = []
  let length = 0
  for await (const part of stream) {
    const bytes = part as Buffer
    length += bytes.length
    if (length > LONGEST) throw new Error('more than 200 MB')
    parts.push(bytes)
  }
  return Buffer.concat(parts).toString('utf8')
}

function codeOf(error: Error): string {
  return (error as NodeJS.ErrnoException).code ?? error.message
}
