import { answer } from './answer.ts'
import type { Host } from './host.ts'
import { write } from './host.ts'
import { flush } from './send.ts'

/**
 * Looks at the kill latch and does what it says, once: waiting entries are taken back, and under
 * `flatten` everything at the broker is, and the position is closed at the market.
 */
export async function obeyLatch(host: Host): Promise<void> {
  const latch = host.latch()
  if (latch === undefined || latch.mode === host.killed?.mode) return
  host.killed = latch
  const { mode, by } = latch
  host.options.print?.(`killed (${mode}) by ${by}`)
  if (mode === 'flatten' && host.linked) host.options.broker.cancelAll()
  answer(host, write(host, { kind: 'kill', mode, by }))
  await flush(host)
}
