import type { AddressInfo, Server } from 'node:net'

/** The one address that anything here listens on: this machine's own. */
const LOOPBACK = '127.0.0.1'

/** Why a gateway cannot be started. */
export class GatewayRefusal extends Error {}

/** Opens a port on this machine only, 0 for a free one; resolves to it, or a `GatewayRefusal`. */
export function listenHere(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (failure) => {
      reject(new GatewayRefusal(`port ${port} cannot be opened: ${failure.message}`))
    })
    server.listen(port, LOOPBACK, () => resolve((server.address() as AddressInfo).port))
  })
}
