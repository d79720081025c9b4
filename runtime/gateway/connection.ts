import type { Socket } from 'node:net'
import { answer, sendNextId } from './answer.ts'
import type { GatewayCore } from './core.ts'
import { sessionOf } from './core.ts'
import type { Session } from './session.ts'
import { fail, openSession } from './session.ts'
import { MalformedRequest } from './wire/field-reader.ts'
import type { FrameReader } from './wire/frame.ts'
import { FramingError, frameReader, splitFields } from './wire/frame.ts'
import type { ClientRequest } from './wire/requests.ts'
import { readRequest } from './wire/requests.ts'
import * as message from './wire/server-messages.ts'
import { negotiateVersion } from './wire/versions.ts'

/** What a client sends before its first frame. */
const PREFIX = 'API\0'

/** Farms that are well: the notices after which clients know that the session is up. */
const FARMS: readonly (readonly [number, string])[] = [
  [2104, 'Market data farm connection is OK:usfarm'],
  [2106, 'HMDS data farm connection is OK:ushmds'],
  [2158, 'Sec-def data farm connection is OK:secdefnj'],
]

/** Takes a new connection and serves it to its end. */
export function serve(core: GatewayCore, socket: Socket, random: () => number): void {
  const { faults } = core
  if (faults.refusedConnections > 0) {
    faults.refusedConnections -= 1
    socket.destroy()
    return
  }
  const session = openSession(socket, faults, random)
  const reader = frameReader()
  let greeted = false
  core.sessions.add(session)
  socket.setNoDelay(true)
  socket.on('data', (chunk) => {
    try {
      reader.push(chunk)
      if (!greeted) greeted = readPrefix(core, session, reader)
      if (greeted) readFrames(core, session, reader)
    } catch (failure) {
      if (!(failure instanceof FramingError)) throw failure
      core.log(`client ${session.clientId ?? '?'}: ${failure.message}; closed`)
      fail(session, -1, 507, 'Bad Message Length')
      session.close()
    }
  })
  socket.on('error', (failure) => core.log(`connection: ${failure.message}`))
  socket.on('close', () => {
    core.sessions.delete(session)
    if (session.clientId !== undefined) core.log(`client ${session.clientId} is gone`)
    core.clock.changed()
  })
}

function readPrefix(core: GatewayCore, session: Session, reader: FrameReader): boolean {
  const prefix = reader.raw(PREFIX.length)
  if (prefix === undefined) return false
  if (prefix === PREFIX) return true
  core.log('a connection that speaks another protocol; closed')
  session.socket.destroy()
  return false
}

function readFrames(core: GatewayCore, session: Session, reader: FrameReader): void {
  while (!session.socket.destroyed) {
    const content = reader.frame()
    if (content === undefined) return
    if (session.version === 0) agreeOnVersion(core, session, content)
    else readMessage(core, session, splitFields(content))
  }
}

function agreeOnVersion(core: GatewayCore, session: Session, offer: string): void {
  const version = negotiateVersion(offer.replace(/\0$/, ''))
  if (version === undefined) {
    core.log(`a client that offers '${offer}', which is no version we speak; closed`)
    session.socket.destroy()
    return
  }
  session.version = version
  session.send(message.welcome(version, core.wall.full(core.clock.now())))
}

function readMessage(core: GatewayCore, session: Session, fields: readonly string[]): void {
  let request: ClientRequest
  try {
    request = readRequest(fields, session.version)
  } catch (failure) {
    if (!(failure instanceof MalformedRequest)) throw failure
    core.log(`client ${session.clientId ?? '?'}: message ${fields[0]}: ${failure.message}`)
    const text = `Server error when reading an API client request: ${failure.message}`
    fail(session, -1, 320, text)
    return
  }
  if (request.kind === 'start') start(core, session, request.clientId)
  else if (session.clientId === undefined) {
    const text = `Error validating request.-'bW' : cause - the session has not been started`
    fail(session, -1, 321, text)
  } else if (withinRate(core, session)) answer(core, session, request)
}

/** A client names itself: unless the name is taken it is told its accounts and order ids. */
function start(core: GatewayCore, session: Session, clientId: number): void {
  if (session.clientId !== undefined) return
  const named = [...core.sessions].filter((other) => other.clientId !== undefined)
  if (sessionOf(core, clientId) !== undefined) {
    const text =
      'Unable to connect as the client id is already in use. Retry with a unique client id.'
    fail(session, -1, 326, text)
    session.close()
    return
  }
  if (named.length >= core.maxClients) {
    core.log(`client ${clientId} would be one too many; closed`)
    session.socket.destroy()
    return
  }
  session.clientId = clientId
  core.log(`client ${clientId} speaks version ${session.version}`)
  session.send(message.managedAccounts([core.exchange.account.name]))
  sendNextId(core, session)
  core.faults.lowerIds = 0
  for (const [code, text] of FARMS) {
    fail(session, -1, code, text)
  }
  core.clock.changed()
}

/** Too many messages in a second are complained of; the third second of that ends the session. */
function withinRate(core: GatewayCore, session: Session): boolean {
  if (core.messageRate === 0) return true
  const second = Math.floor(performance.now() / 1000)
  if (second !== session.rateWindow) {
    session.rateWindow = second
    session.rateCount = 0
  }
  session.rateCount += 1
  if (session.rateCount <= core.messageRate) return true
  if (session.rateCount === core.messageRate + 1) {
    session.rateStrikes += 1
    const text = 'Max rate of messages per second has been exceeded'
    fail(session, -1, 100, text)
    if (session.rateStrikes === 3) session.close()
  }
  return false
}
