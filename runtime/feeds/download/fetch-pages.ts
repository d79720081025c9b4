import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { type Refused, refuse } from '../problem.ts'
import type { Adapter, DownloadRequest, Page, PageRequest } from './adapter.ts'
import { type Got, get } from './get.ts'

const ATTEMPTS = 5
const FIRST_PAUSE_MS = 1_000
/** A source that asks for more patience than this is told to the user instead. */
const PAUSE_MS_MAX = 120_000
const PAGES_MAX = 10_000

export interface FetchOptions {
  /** Where pages are kept until all are there, so that a broken download goes on where it was. */
  readonly folder: string
  readonly allowPrivate: boolean
  /** Told before each page. */
  readonly onPage?: (page: number) => void
  /** Waits; the clock's own when absent. */
  readonly sleep?: (ms: number) => Promise<unknown>
}

/** All pages of a download, in order, or why not; what has come is kept for the next try. */
export type Pages =
  | { readonly kind: 'pages'; readonly pages: readonly Page[]; readonly forget: () => void }
  | Refused

/**
 * Asks a source page by page: no faster than it allows, again and with growing pauses where it
 * stumbles. Answers are kept on disk under a name that the request gives, its key left out.
 */
export async function fetchPages(
  adapter: Adapter,
  request: DownloadRequest,
  options: FetchOptions,
): Promise<Pages> {
  const folder = join(options.folder, nameOf(adapter, request))
  const sleep = options.sleep ?? setTimeout
  const pages: Page[] = []
  let asked = false
  for (let next: PageRequest | undefined = adapter.first(request); next; ) {
    if (pages.length === PAGES_MAX) {
      return refuse(0, 'file', `${adapter.title} has no last page`, 'Ask for a shorter time')
    }
    const file = join(folder, String(next.page))
    let body = kept(file)
    if (body === undefined) {
      options.onPage?.(next.page)
      if (asked) await sleep(60_000 / adapter.requestsPerMinute)
      asked = true
      const got = await patiently(adapter, next, options.allowPrivate, sleep)
      if ('kind' in got) return hiding(got, request.key)
      body = got.body
    }
    const page = adapter.read(body, request, next)
    if (page.kind === 'refused') return hiding(page, request.key)
    keep(folder, file, body)
    pages.push(page)
    next = page.next
  }
  return { kind: 'pages', pages, forget: () => rmSync(folder, { recursive: true, force: true }) }
}

/** The answer of a page, after as many attempts as it takes and is worth. */
async function patiently(
  adapter: Adapter,
  { url, headers }: PageRequest,
  allowPrivate: boolean,
  sleep: (ms: number) => Promise<unknown>,
): Promise<{ readonly body: string } | Refused> {
  for (let attempt = 1; ; attempt++) {
    const got = await get(url, { allowPrivate, ...(headers ? { headers } : {}) })
    if (got.kind === 'answer' && got.status === 200) return { body: got.body }
    const told = got.kind === 'answer' ? got.retryAfterMs : undefined
    const pause = told ?? FIRST_PAUSE_MS * 2 ** (attempt - 1)
    if (!mayHelp(got) || attempt === ATTEMPTS || pause > PAUSE_MS_MAX) {
      return answerRefused(adapter, got, new URL(url))
    }
    await sleep(pause)
  }
}

function mayHelp(got: Got): boolean {
  return got.kind === 'failed' ? got.again : got.status === 429 || got.status >= 500
}

function answerRefused(adapter: Adapter, got: Got, { host, pathname }: URL): Refused {
  if (got.kind === 'failed') {
    return refuse(0, 'file', got.reason, 'Check the address and the network, and try again')
  }
  const place = `${host}${pathname}`
  switch (got.status) {
    case 401:
    case 403: {
      const fix = `Check the key in ${adapter.keyVariable ?? 'the address'}`
      return refuse(0, 'file', `${place} does not accept the key (${got.status})`, fix)
    }
    case 404:
      return refuse(0, 'file', `${place} does not exist (404)`, 'Check the symbol')
    case 429: {
      const fix = 'Go on later with the same command: what has come is kept'
      return refuse(0, 'file', `${place} was asked too often (429)`, fix)
    }
    default:
      return refuse(0, 'file', `${place} answers with status ${got.status}`, 'Try again later')
  }
}

function kept(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    // Not there, or not to be read: it is fetched.
    return undefined
  }
}

/** Whole or not at all: a page that was cut short would be read as one. */
function keep(folder: string, file: string, body: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const temporary = `${file}.${process.pid}.tmp`
  writeFileSync(temporary, body, { mode: 0o600 })
  renameSync(temporary, file)
}

function nameOf(adapter: Adapter, { key: _, ...request }: DownloadRequest): string {
  return createHash('sha256')
    .update(JSON.stringify([adapter.name, request]))
    .digest('hex')
    .slice(0, 32)
}

/** The same without the key, should a source repeat it. */
function hiding(refused: Refused, key: string | undefined): Refused {
  if (key === undefined || key === '') return refused
  const hide = (text: string) =>
    text.replaceAll(key, '•••').replaceAll(encodeURIComponent(key), '•••')
  const problems = refused.problems.map((problem) => ({
    ...problem,
    message: hide(problem.message),
  }))
  return { ...refused, problems }
}
