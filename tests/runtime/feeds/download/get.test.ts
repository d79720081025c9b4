/** What a request may reach, and what goes along with it. */
import { describe, expect, test } from 'vitest'
import { get } from '../../../../runtime/feeds/download/get.ts'
import { isPrivateAddress } from '../../../../runtime/feeds/download/public-address.ts'
import { sourceServer } from './source-server.ts'

const KEY = 'secret'

describe('addresses of this network', () => {
  test.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '::1',
    '::',
    'fe80::1',
    'fd00::1',
    '[::1]',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
  ])('%s is one', (address) => {
    expect(isPrivateAddress(address)).toBe(true)
  })

  test.each(['8.8.8.8', '172.32.0.1', '2606:4700::1111', 'example.com'])(
    '%s is none',
    (address) => {
      expect(isPrivateAddress(address)).toBe(false)
    },
  )

  test('are not followed to, unless asked', async () => {
    const inside = await sourceServer(() => 'private')
    const source = await sourceServer(() => ({
      status: 302,
      headers: { location: `${inside.origin}/x` },
    }))
    const refused = await get(source.origin, { allowPrivate: false })
    expect(refused).toMatchObject({ kind: 'failed', again: false })
    expect(refused).toMatchObject({
      reason: expect.stringMatching(/sends us on to 127\.0\.0\.1:\d+, an address of this network/),
    })
    expect(inside.asked).toEqual([])
    expect(await get(source.origin, { allowPrivate: true })).toMatchObject({ body: 'private' })
  })

  test('are not reached by a name', async () => {
    const server = await sourceServer(() => 'private')
    const redirect = await sourceServer(() => ({
      status: 302,
      headers: { location: server.origin.replace('127.0.0.1', 'localhost') },
    }))
    expect(await get(redirect.origin, { allowPrivate: false })).toMatchObject({ kind: 'failed' })
    expect(server.asked).toEqual([])
  })

  test('the key stays with the host that it was meant for', async () => {
    const other = await sourceServer(() => 'there')
    const source = await sourceServer(({ url }) => ({
      status: 302,
      headers: { location: url.pathname === '/own' ? '/again' : `${other.origin}/` },
    }))
    const headers = { authorization: `Bearer ${KEY}` }
    await get(`${source.origin}/own`, { allowPrivate: true, headers })
    expect(source.asked.map((asked) => asked.headers.authorization)).toEqual([
      headers.authorization,
      headers.authorization,
    ])
    expect(other.asked[0]!.headers.authorization).toBeUndefined()
  })

  test('a source that sends on and on', async () => {
    const source = await sourceServer(() => ({ status: 301, headers: { location: '/' } }))
    expect(await get(source.origin, { allowPrivate: false })).toMatchObject({
      reason: expect.stringMatching(/on and on/),
    })
  })

  test('nobody there', async () => {
    const gone = await get('http://127.0.0.1:9/', { allowPrivate: false })
    expect(gone).toMatchObject({
      kind: 'failed',
      reason: expect.stringMatching(/127\.0\.0\.1:9 cannot be reached/),
      again: true,
    })
  })
})
