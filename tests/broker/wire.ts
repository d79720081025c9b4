/** What stands between a client and a gateway in a test: a line that is bad, or a mean gateway. */
import type { AddressInfo, Server, Socket } from 'node:net'
import { connect, createServer } from 'node:net'
import type { RunningGateway } from '../../runtime/gateway/gateway.ts'
import type { Watched } from './stage.ts'
import { afterwards, brokerOn, stage } from './stage.ts'

/** First fields of a client's messages. */
export const PLACE = '3'
export const CANCEL = '4'
export const LIFE = '17'
export const HISTORY = '20'
export const TIME = '49'
export const LIVE_BARS = '50'
export const GLOBAL_CANCEL = '58'
export const START_SESSION = '71'

/** A line to a gateway that can be looked at and disturbed. */
export interface Line {
  readonly port: number
  /** Fields of every message from the client, behind its greeting, in order. */
  readonly sent: readonly (readonly string[])[]
  /** Messages of a kind, by the number in their first field. */
  ofKind(id: string): (readonly string[])[]
  /** From now on nothing passes in either direction; the connection stays. */
  goSilent(): void
  /** New connections pass again. */
  recover(): void
  /** Everything passes, a few bytes at a time. */
  chop(): void
  /** Says something to the client as if the gateway had. */
  say(...fields: readonly (string | number)[]): void
}

/** A line to the gateway on a port. */
export async function lineTo(port: number): Promise<Line> {
  const sent: (readonly string[])[] = []
  let isSilent = false
  let isChopped = false
  let client: Socket | undefined
  const server = createServer((near) => {
    client = near
    const far = connect(port, '127.0.0.1')
    near.setNoDelay(true)
    far.setNoDelay(true)
    const read = frameReader((fields) => sent.push(fields), 'API\0'.length)
    let isDead = false
    const pass = (from: Socket, to: Socket, look: (chunk: Buffer) => void): void => {
      from.on('data', (chunk) => {
        isDead ||= isSilent
        if (isDead) return
        look(chunk)
        if (!isChopped) to.write(chunk)
        else for (let k = 0; k < chunk.length; k += 3) to.write(chunk.subarray(k, k + 3))
      })
      from.on('error', () => to.destroy())
      from.on('close', () => to.destroy())
    }
    pass(near, far, read)
    pass(far, near, () => {})
  })
  return {
    port: await listen(server),
    sent,
    ofKind: (id) => sent.filter(([first]) => first === id),
    goSilent: () => {
      isSilent = true
    },
    recover: () => {
      isSilent = false
    },
    chop: () => {
      isChopped = true
    },
    say: (...fields) => client?.write(frameOf(fields)),
  }
}

/** A gateway that a test plays itself. */
export interface Played {
  readonly port: number
  /** Connections so far. */
  readonly connections: number
}

/** Sends one message. */
export type Send = (...fields: readonly (string | number)[]) => void

/** What such a gateway does with each message; `undefined` is the client's greeting. */
export type Script = (fields: readonly string[] | undefined, send: Send, socket: Socket) => void

/** Plays a gateway by a script. */
export async function play(script: Script): Promise<Played> {
  let connections = 0
  const server = createServer((socket) => {
    connections += 1
    socket.on('error', () => {})
    const send: Send = (...fields) => {
      socket.write(frameOf(fields))
    }
    let greeted = false
    const take = (fields: readonly string[]): void => {
      script(greeted ? fields : undefined, send, socket)
      greeted = true
    }
    socket.on('data', frameReader(take, 'API\0'.length))
  })
  const port = await listen(server)
  return {
    port,
    get connections() {
      return connections
    },
  }
}

/** The script of a gateway that starts a session, and then does what another says. */
export function polite(then: (fields: readonly string[], send: Send) => void): Script {
  return (fields, send) => {
    if (fields === undefined) send(193, '20260105 09:40:00 US/Eastern')
    else if (fields[0] === '71') {
      send(15, 1, 'DU1')
      send(9, 1, 1)
    } else then(fields, send)
  }
}

function frameOf(fields: readonly (string | number)[]): Buffer {
  const content = Buffer.from(fields.map((field) => `${field}\0`).join(''))
  const length = Buffer.alloc(4)
  length.writeUInt32BE(content.length)
  return Buffer.concat([length, content])
}

function frameReader(
  take: (fields: readonly string[]) => void,
  greeting: number,
): (chunk: Buffer) => void {
  let held = Buffer.alloc(0)
  let skip = greeting
  return (chunk) => {
    held = Buffer.concat([held, chunk])
    if (held.length < skip) return
    held = held.subarray(skip)
    skip = 0
    while (held.length >= 4 && held.length >= 4 + held.readUInt32BE()) {
      const end = 4 + held.readUInt32BE()
      const content = held.subarray(4, end).toString()
      held = held.subarray(end)
      take(content.replace(/\0$/, '').split('\0'))
    }
  }
}

async function listen(server: Server): Promise<number> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  afterwards(async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  })
  return (server.address() as AddressInfo).port
}

/** A connected broker on a gateway, with a line between. */
export async function onLine(
  options: Parameters<typeof brokerOn>[1] = {},
): Promise<Watched & { readonly gateway: RunningGateway; readonly line: Line }> {
  const gateway = await stage()
  const line = await lineTo(gateway.port)
  const watched = brokerOn(line.port, options)
  await watched.broker.connect()
  return { gateway, line, ...watched }
}
