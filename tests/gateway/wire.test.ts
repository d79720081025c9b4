/** Bytes: frames however they are cut, versions, and requests that make no sense. */
import { connect, type Socket } from 'node:net'
import { OrderType } from '@stoqey/ib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { startGateway } from '../../runtime/gateway/gateway.ts'
import {
  encodeFrame,
  FramingError,
  frameReader,
  splitFields,
} from '../../runtime/gateway/wire/frame.ts'
import { readRequest } from '../../runtime/gateway/wire/requests.ts'
import {
  NEWEST_VERSION,
  negotiateVersion,
  OLDEST_VERSION,
} from '../../runtime/gateway/wire/versions.ts'
import { cases } from '../draws.ts'
import { connect as connectClient, limit, SPY } from './client.ts'
import { MINUTE, risingMinutes } from './prices.ts'

describe('frames', () => {
  const anyField = fc.oneof(
    fc.string({ unit: fc.integer({ min: 0x20, max: 0x7e }).map((c) => String.fromCharCode(c)) }),
    fc.integer(),
    fc.boolean(),
    fc.constant(undefined),
  )

  test('come out the same however the stream is cut', () => {
    const messages = fc.array(fc.array(anyField, { minLength: 1 }), { minLength: 1 })
    const property = fc.property(messages, fc.array(fc.nat(50)), (sent, cuts) => {
      const bytes = Buffer.concat(sent.map(encodeFrame))
      const reader = frameReader()
      const read: string[] = []
      let at = 0
      for (const length of [...cuts, bytes.length]) {
        reader.push(bytes.subarray(at, at + length))
        at += length
        for (let frame = reader.frame(); frame !== undefined; frame = reader.frame())
          read.push(frame)
      }
      const text = (field: unknown) =>
        field === undefined
          ? ''
          : typeof field === 'boolean'
            ? String(Number(field))
            : String(field)
      expect(read.map(splitFields)).toEqual(sent.map((fields) => fields.map(text)))
    })
    fc.assert(property, { numRuns: cases(200) })
  })

  test('one frame cut at every byte', () => {
    const bytes = encodeFrame([8, 1, 'text', 1.5, true])
    for (let cut = 0; cut <= bytes.length; cut++) {
      const reader = frameReader()
      reader.push(bytes.subarray(0, cut))
      expect(reader.frame() === undefined).toBe(cut < bytes.length)
      reader.push(bytes.subarray(cut))
      if (cut < bytes.length) expect(reader.frame()).toBe('8\x001\0text\x001.5\x001\0')
    }
  })

  test('text is ASCII: no field can close another', () => {
    expect(encodeFrame(['a\0b', 'é']).toString('latin1', 4)).toBe('a\\u0000b\0\\u00e9\0')
    expect(() => encodeFrame([Number.NaN])).toThrow('unknown number')
  })

  test('a length beyond the protocol is refused', () => {
    const reader = frameReader()
    reader.push(Buffer.from([0x7f, 0, 0, 0, 0]))
    expect(() => reader.frame()).toThrow(FramingError)
  })
})

test('the version is the highest that both sides know', () => {
  expect(negotiateVersion('v100..193')).toBe(193)
  expect(negotiateVersion('v100..217')).toBe(NEWEST_VERSION)
  expect(negotiateVersion('v157..178 +PACEAPI')).toBe(178)
  expect(negotiateVersion('v100..151')).toBe(OLDEST_VERSION)
  expect(negotiateVersion('v176')).toBe(176)
  expect(negotiateVersion('v100..150')).toBeUndefined()
  expect(negotiateVersion('v213..225')).toBeUndefined()
  expect(negotiateVersion('193')).toBeUndefined()
})

/** A connection of single bytes, and the frames that come back. */
async function rawClient(port: number): Promise<{
  readonly socket: Socket
  readonly closed: Promise<void>
  send(bytes: Uint8Array): Promise<void>
  frame(): Promise<readonly string[]>
}> {
  const socket = connect(port, '127.0.0.1').setNoDelay(true)
  const reader = frameReader()
  const frames: (readonly string[])[] = []
  let wake = () => {}
  socket.on('data', (chunk) => {
    reader.push(chunk)
    for (let one = reader.frame(); one !== undefined; one = reader.frame())
      frames.push(splitFields(one))
    wake()
  })
  socket.on('error', () => {})
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  await new Promise<void>((resolve) => socket.once('connect', resolve))
  return {
    socket,
    closed,
    send: (bytes) => new Promise((resolve) => socket.write(bytes, () => resolve())),
    frame: async () => {
      while (frames.length === 0) await new Promise<void>((resolve) => (wake = resolve))
      return frames.shift()!
    },
  }
}

function offer(text: string): Buffer {
  const frame = encodeFrame([text])
  // The version is no field: nothing closes it.
  frame.writeUInt32BE(text.length, 0)
  return frame.subarray(0, 4 + text.length)
}

describe('a connection', () => {
  const options = { bars: risingMinutes(3), symbol: 'SPY', timeframeMs: MINUTE, virtual: true }

  test('may come byte by byte', async () => {
    const gateway = await startGateway(options)
    const client = await rawClient(gateway.port)
    const all = Buffer.concat([
      Buffer.from('API\0'),
      offer('v100..176'),
      encodeFrame([71, 2, 5, '']),
    ])
    for (const byte of all) await client.send(Buffer.from([byte]))
    expect((await client.frame())[0]).toBe('176')
    expect(await client.frame()).toEqual(['15', '1', 'DU1234567'])
    expect(await client.frame()).toEqual(['9', '1', '1'])
    await gateway.stop()
    await client.closed
  })

  test('that speaks no version of ours, or another protocol, is closed', async () => {
    const gateway = await startGateway(options)
    for (const first of [
      [Buffer.from('API\0'), offer('v213..225')],
      [Buffer.from('GET / HTTP/1.1')],
    ]) {
      const client = await rawClient(gateway.port)
      for (const bytes of first) await client.send(bytes)
      await client.closed
    }
    expect(gateway.report().clients).toEqual([])
    await gateway.stop()
  })

  test('hears of requests that end too early, say too much, or are not known', async () => {
    const gateway = await startGateway(options)
    const client = await rawClient(gateway.port)
    await client.send(Buffer.concat([Buffer.from('API\0'), offer('v100..193')]))
    await client.frame()
    await client.send(encodeFrame([49, 1]))
    expect((await client.frame()).slice(0, 4)).toEqual(['4', '2', '-1', '321'])
    await client.send(encodeFrame([71, 2, 5, '']))
    for (let k = 0; k < 5; k++) await client.frame()
    await client.send(encodeFrame([3, 1, 'x']))
    expect((await client.frame()).slice(0, 4)).toEqual(['4', '2', '-1', '320'])
    await client.send(encodeFrame([49, 1, 'more']))
    expect((await client.frame()).slice(0, 4)).toEqual(['4', '2', '-1', '320'])
    await client.send(encodeFrame([250, 1]))
    expect((await client.frame()).slice(0, 4)).toEqual(['4', '2', '-1', '321'])
    await client.send(Buffer.from([0x7f, 0, 0, 0]))
    expect((await client.frame()).slice(0, 4)).toEqual(['4', '2', '-1', '507'])
    await client.closed
    await gateway.stop()
  })

  test('needs a name of its own', async () => {
    const gateway = await startGateway({ ...options, maxClients: 2 })
    const first = connectClient(gateway.port, 5)
    await first.until('nextValidId')
    const second = connectClient(gateway.port, 5)
    await second.until('disconnected')
    expect(second.all('info').map(([, code]) => code)).toEqual([326])
    const third = connectClient(gateway.port, 6)
    await third.until('nextValidId')
    const fourth = connectClient(gateway.port, 7)
    await fourth.until('disconnected')
    expect(gateway.report().clients).toEqual([5, 6])
    for (const { ib } of [first, third]) ib.disconnect()
    await gateway.stop()
  })

  test('that sends too much is told so, and in the end closed', async () => {
    const gateway = await startGateway({ ...options, messageRate: 10 })
    const client = connectClient(gateway.port, 5)
    await client.until('nextValidId')
    const flood = setInterval(() => {
      for (let k = 0; k < 20; k++) client.ib.reqCurrentTime()
    }, 300)
    await client.until('disconnected')
    clearInterval(flood)
    expect(client.all('info').filter(([, code]) => code === 100)).toHaveLength(3)
    await gateway.stop()
  })
})

test('PLACE_ORDER of another client is read to its last field', async () => {
  const gateway = await startGateway({
    ...{ bars: risingMinutes(3), symbol: 'SPY', timeframeMs: MINUTE, virtual: true },
  })
  const client = connectClient(gateway.port, 5)
  await client.until('nextValidId')
  client.ib.placeOrder(1, SPY, {
    ...limit('BUY', 10, 90.5, { orderRef: 'full', ocaGroup: 'one', ocaType: 1 }),
    ...{ algoStrategy: 'Adaptive', algoParams: [{ tag: 'adaptivePriority', value: 'Normal' }] },
    ...{ hedgeType: 'D', hedgeParam: '', scalePriceIncrement: 0.5 },
  })
  await client.until('openOrder')
  expect(gateway.report().orders).toMatchObject([
    { orderId: 1, ref: 'full', side: 'BUY', type: OrderType.LMT, quantity: 10, price: 90.5 },
  ])
  expect(client.codes()).toEqual([])
  client.ib.disconnect()
  await gateway.stop()
})

test('a message without its version field is not understood at an older version', () => {
  expect(readRequest(['4', '7', '', '', '2147483647'], 193)).toEqual({
    kind: 'cancel-order',
    orderId: 7,
  })
  expect(readRequest(['4', '1', '7', ''], 178)).toEqual({ kind: 'cancel-order', orderId: 7 })
  expect(readRequest(['4', '1', '7'], 151)).toEqual({ kind: 'cancel-order', orderId: 7 })
  expect(() => readRequest(['4', '1', '7'], 193)).toThrow('ends after')
})
