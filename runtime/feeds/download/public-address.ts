import { lookup as resolve } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'

const PRIVATE = new BlockList()
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const) {
  PRIVATE.addSubnet(network, prefix, 'ipv4')
}
for (const [network, prefix] of [
  ['::', 127],
  ['64:ff9b::', 96],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const) {
  PRIVATE.addSubnet(network, prefix, 'ipv6')
}

/** Whether an address is of this machine, of its network, or of nobody (RFC 6890). */
export function isPrivateAddress(address: string): boolean {
  const plain = address.replace(/^\[|\]$/g, '').replace(/^::ffff:(?=\d+\.)/i, '')
  switch (isIP(plain)) {
    case 4:
      return PRIVATE.check(plain, 'ipv4')
    case 6:
      // IPv4 in the clothes of IPv6, written in hexadecimal.
      return PRIVATE.check(plain, 'ipv6') || /^(?:0*:)*:?ffff:/i.test(plain)
    default:
      return false
  }
}

/** Why a connection was not made. */
export class PrivateAddressError extends Error {}

/** As the system resolves names, but private addresses are an error: checked as it connects. */
export const publicLookup: LookupFunction = (hostname, options, callback) => {
  resolve(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, '', 0)
    const found = addresses.find(({ address }) => isPrivateAddress(address))
    if (found) {
      const message = `${hostname} is ${found.address}, an address of this network`
      return callback(new PrivateAddressError(message), '', 0)
    }
    if (options.all) return callback(null, addresses)
    const [first] = addresses
    return callback(null, first?.address ?? '', first?.family ?? 0)
  })
}
