import dgram from 'node:dgram'
import dns from 'node:dns'
import net from 'node:net'

/** The ways of `process` to other processes, and to sockets behind `net`'s back. */
const DOORS = ['kill', '_kill', 'binding', '_linkedBinding', 'dlopen']

/**
 * Takes the network and the signals from this process for good. Node's permission model, which
 * guards disk, child processes, threads and native code, says nothing of them before Node 25. What
 * runs here was compiled by us and cannot name any of this: it is a fence behind a fence.
 */
export function cutOff(): void {
  net.Socket.prototype.connect = refuse
  net.Server.prototype.listen = refuse
  dgram.Socket.prototype.bind = refuse
  dgram.Socket.prototype.send = refuse
  dgram.Socket.prototype.connect = refuse
  for (const door of DOORS) Reflect.deleteProperty(process, door)
  for (const [name, value] of Object.entries({ ...dns, ...dns.promises })) {
    if (typeof value !== 'function') continue
    if (name in dns) Reflect.set(dns, name, refuse)
    if (name in dns.promises) Reflect.set(dns.promises, name, refuse)
  }
}

function refuse(): never {
  throw new Error('a strategy has no network')
}
