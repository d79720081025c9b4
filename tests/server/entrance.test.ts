/** Who may come in: the newest link once, its cookie from then on, from this machine's page alone. */
import { describe, expect, test } from 'vitest'
import { createSession } from '../../editor/server/session.ts'
import { strangerIn } from '../../editor/server/stranger.ts'
import { host, ORIGIN, PORT } from './host.ts'

const NO_SESSION = { cookie: '' }

describe('a link', () => {
  test('opens one browser, once', async () => {
    const { ask, session } = await host()
    const link = `/?token=${session.newToken()}`
    const opened = await ask('GET', link, undefined, NO_SESSION)
    expect(opened.statusCode).toBe(303)
    expect(opened.headers).toMatchObject({ location: '/', 'cache-control': 'no-store' })
    const cookie = String(opened.headers['set-cookie'])
    expect(cookie).toMatch(/^lockstep-4380=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/)
    const kept = { cookie: `theme=dark; ${cookie.split(';')[0]}; lockstep-4381=x` }
    expect((await ask('GET', '/api/runs', undefined, kept)).statusCode).toBe(200)

    const again = await ask('GET', link, undefined, NO_SESSION)
    expect(again.statusCode).toBe(401)
    expect(again.headers['set-cookie']).toBeUndefined()
    expect(again.body).toContain('used before')
    // Whoever is in comes to the page by an old link, too.
    expect((await ask('GET', link, undefined, kept)).statusCode).toBe(303)
  })

  test('is void once there is a newer one, used or not', async () => {
    const { ask, session } = await host()
    const [first, second] = [session.newToken(), session.newToken()]
    expect((await ask('GET', `/?token=${first}`, undefined, NO_SESSION)).statusCode).toBe(401)
    expect((await ask('GET', `/?token=${second}`, undefined, NO_SESSION)).statusCode).toBe(303)
  })

  test('is not used up by HEAD, nor read at another address', async () => {
    const { ask, session } = await host()
    const token = session.newToken()
    for (const [method, url] of [
      ['HEAD', `/?token=${token}`],
      ['GET', `/index.html?token=${token}`],
      ['GET', `/api/runs?token=${token}`],
      ['GET', `/?token=${token}&token=${token}`],
      ['POST', `/?token=${token}`],
    ] as const) {
      expect((await ask(method, url, undefined, NO_SESSION)).statusCode).toBe(401)
    }
    expect(session.exchange(token)).toBe('opened')
  })

  test('is no longer looked at for a minute after ten wrong ones', async () => {
    let now = 0
    const { ask, session } = await host({ now: () => now })
    const knock = async (token: string) => {
      const { statusCode } = await ask('GET', `/?token=${token}`, undefined, NO_SESSION)
      return statusCode
    }
    const token = session.newToken()
    for (let count = 0; count < 10; count++) expect(await knock(`wrong${count}`)).toBe(401)
    expect([await knock(token), await knock('wrong')]).toEqual([429, 429])
    now += 60_000
    expect(await knock(token)).toBe(303)
  })

  test('has a token that nobody guesses', () => {
    const session = createSession()
    const tokens = Array.from({ length: 50 }, () => session.newToken())
    expect(new Set([...tokens, session.secret]).size).toBe(51)
    for (const token of tokens) expect(Buffer.from(token, 'base64url')).toHaveLength(32)
  })
})

describe('without a session', () => {
  test.each(['/', '/index.html', '/assets/x.js', '/nothing', '/api'])(
    '%s is a page',
    async (url) => {
      const { ask } = await host()
      const answer = await ask('GET', url, undefined, NO_SESSION)
      expect(answer.statusCode).toBe(401)
      expect(answer.headers['content-type']).toBe('text/html; charset=utf-8')
      expect(answer.headers['content-security-policy']).toContain("default-src 'none'")
    },
  )

  test.each([
    '',
    'lockstep-4380=',
    'lockstep-4380=wrong',
    `lockstep-4380=${'A'.repeat(43)}`,
    `lockstep=${'A'.repeat(43)}`,
  ])('the API answers in its own shape: %s', async (cookie) => {
    const { ask } = await host()
    const answer = await ask('GET', '/api/strategies', undefined, { cookie })
    expect([answer.statusCode, answer.json().code]).toEqual([401, 'session'])
  })

  test('health is all that is told', async () => {
    const { ask } = await host()
    const answer = await ask('GET', '/api/health', undefined, NO_SESSION)
    expect([answer.statusCode, answer.json()]).toEqual([200, { status: 'ok' }])
    for (const url of ['/api/health/', '/api/HEALTH', '/api/health/x', '/api//health']) {
      expect((await ask('GET', url, undefined, NO_SESSION)).statusCode).toBe(401)
    }
  })
})

describe('a stranger', () => {
  const own = { host: `127.0.0.1:${PORT}` }
  test.each([
    ['another host', 'GET', { host: 'evil.example' }],
    ['a name that resolves to us', 'GET', { host: `evil.example:${PORT}` }],
    ['another port', 'GET', { host: '127.0.0.1:80' }],
    ['no port', 'GET', { host: '127.0.0.1' }],
    ['no host', 'GET', {}],
    ['a host with more in it', 'GET', { host: `127.0.0.1:${PORT}.evil.example` }],
    ['another origin', 'GET', { ...own, origin: 'http://evil.example' }],
    ['a sandboxed page', 'GET', { ...own, origin: 'null' }],
    ['another port of this machine', 'GET', { ...own, origin: 'http://127.0.0.1:3000' }],
    ['our other name', 'PUT', { ...own, origin: `http://localhost:${PORT}` }],
    ['https', 'PUT', { ...own, origin: `https://127.0.0.1:${PORT}` }],
    ['a change without an origin', 'PUT', own],
    ['a change without an origin', 'POST', own],
    ['another site, as the browser says', 'GET', { ...own, 'sec-fetch-site': 'cross-site' }],
    [
      'another port, as the browser says',
      'POST',
      { ...own, origin: ORIGIN, 'sec-fetch-site': 'same-site' },
    ],
  ])('is refused: %s (%s)', (_title, method, headers) => {
    expect(strangerIn(headers, method, PORT)).toMatch(/\.$/)
  })

  test.each([
    ['GET', own],
    ['GET', { host: `localhost:${PORT}`, 'sec-fetch-site': 'none' }],
    ['HEAD', { host: `[::1]:${PORT}` }],
    ['PUT', { ...own, origin: ORIGIN, 'sec-fetch-site': 'same-origin' }],
    ['POST', { host: `LOCALHOST:${PORT}`, origin: `http://LOCALHOST:${PORT}` }],
  ])('is none: %s %j', (method, headers) => {
    expect(strangerIn(headers, method, PORT)).toBeUndefined()
  })

  test('on port 80 a host has no port', () => {
    expect(strangerIn({ host: 'localhost' }, 'GET', 80)).toBeUndefined()
    expect(strangerIn({ host: 'localhost:80' }, 'GET', 80)).toBeDefined()
  })

  test('is refused everywhere, whatever else it knows', async () => {
    const { ask, session } = await host()
    const evil = { host: `evil.example:${PORT}` }
    for (const url of ['/', `/?token=${session.newToken()}`, '/api/health', '/api/runs', '/x']) {
      const answer = await ask('GET', url, undefined, evil)
      expect([url, answer.statusCode]).toEqual([url, 403])
      expect(answer.headers['set-cookie']).toBeUndefined()
    }
    const body = { text: 'x', base: null }
    const cross = { origin: 'http://evil.example' }
    expect((await ask('PUT', '/api/strategies/n.strat', body, cross)).statusCode).toBe(403)
    expect((await ask('GET', '/api/strategies/n.strat')).statusCode).toBe(404)
  })
})
