/** The files of the page: what they may do, how long they keep, and that there are no others. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { type Host, host } from './host.ts'

const INDEX = '<!doctype html><title>Lockstep</title>'
const SCRIPT = 'export const answer = 42\n'.repeat(100)

async function built(): Promise<Host> {
  const made = await host()
  const { web } = made
  mkdirSync(join(web, 'assets'))
  mkdirSync(join(web, 'workers'))
  writeFileSync(join(web, 'index.html'), INDEX)
  writeFileSync(join(web, '.env'), 'secret')
  for (const name of ['assets/a-Bc12Xy_9.js', 'workers/strategy.js', 'workers/language.js']) {
    writeFileSync(join(web, name), SCRIPT)
    writeFileSync(join(web, `${name}.br`), brotliCompressSync(SCRIPT))
    writeFileSync(join(web, `${name}.gz`), gzipSync(SCRIPT))
  }
  return made
}

describe('each file says what its document or worker may do', () => {
  test.each([
    ['/', "script-src 'self'; style-src 'self' 'unsafe-inline'"],
    ['/index.html', "frame-ancestors 'none'"],
    ['/workers/strategy.js', "default-src 'none'; script-src 'self' 'unsafe-eval'"],
    ['/workers/language.js', "default-src 'none'; script-src 'self'"],
    ['/assets/a-Bc12Xy_9.js', "default-src 'none'; base-uri 'none'"],
    ['/api/runs', "default-src 'none'; base-uri 'none'"],
  ])('%s', async (url, policy) => {
    const { ask } = await built()
    const { statusCode, headers } = await ask('GET', url)
    expect(statusCode).toBe(200)
    expect(headers['content-security-policy']).toContain(policy)
    const evals = String(headers['content-security-policy']).includes('unsafe-eval')
    expect(evals).toBe(url === '/workers/strategy.js')
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-embedder-policy': 'require-corp',
      'cross-origin-resource-policy': 'same-origin',
    })
    expect(headers['permissions-policy']).toContain('camera=()')
  })

  test('again where the browser has it already', async () => {
    const { ask } = await built()
    const { headers } = await ask('GET', '/')
    const known = { 'if-none-match': String(headers.etag) }
    const again = await ask('GET', '/', undefined, known)
    expect([again.statusCode, again.body]).toEqual([304, ''])
    expect(again.headers['content-security-policy']).toBe(headers['content-security-policy'])
  })
})

describe('files', () => {
  test('named by their content keep for good; others are asked for again', async () => {
    const { ask } = await built()
    const control = async (url: string) => (await ask('GET', url)).headers['cache-control']
    expect(await control('/assets/a-Bc12Xy_9.js')).toContain('immutable')
    expect(await control('/')).toBe('no-cache')
    expect(await control('/workers/strategy.js')).toBe('no-cache')
  })

  test.each([
    ['br', 'br, gzip'],
    ['gzip', 'gzip'],
    [undefined, 'identity'],
  ])('come compressed as %s to who accepts %s', async (encoding, accepted) => {
    const { ask } = await built()
    const url = '/assets/a-Bc12Xy_9.js'
    const { headers, rawPayload } = await ask('GET', url, undefined, {
      'accept-encoding': accepted,
    })
    expect(headers['content-encoding']).toBe(encoding)
    expect(headers['content-type']).toMatch(/javascript/)
    expect(headers['cache-control']).toContain('immutable')
    expect(rawPayload.length < SCRIPT.length).toBe(encoding !== undefined)
    expect(headers.vary).toMatch(/accept-encoding/i)
  })

  test.each([
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/..%5csecret.txt',
    '/%2e%2e%2fsecret.txt',
    '/%252e%252e%252fsecret.txt',
    '/....//secret.txt',
    '/assets/../../secret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/assets/%c0%ae%c0%ae/secret.txt',
    '//secret.txt',
    '/.env',
    '/%2eenv',
    '/index.html%00.js',
    '/secret.txt%00',
    '/strategies/cross.strat',
  ])('outside of the page are not there: %s', async (url) => {
    const { ask, web } = await built()
    writeFileSync(join(web, '..', 'secret.txt'), 'secret')
    const answer = await ask('GET', url)
    expect([400, 403, 404]).toContain(answer.statusCode)
    expect(answer.body).not.toContain('secret')
    expect(Object.keys(answer.json())).toEqual(expect.arrayContaining(['code', 'message']))
    expect(answer.body).not.toContain(web)
  })
})
