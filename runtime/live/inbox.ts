/** Events that wait for their turn. */
export interface Inbox<E> {
  push(event: E): void
  /** The oldest event, as soon as there is one; nothing once the inbox is closed. */
  next(): Promise<E | undefined>
  /** No further event has its turn. */
  close(reason: string): void
  /** The promise, or a rejection as soon as the inbox is closed. */
  orClosed<T>(promise: Promise<T>): Promise<T>
  /** Why it was closed. */
  readonly closed: string | undefined
}

export function openInbox<E>(): Inbox<E> {
  let events: E[] = []
  let at = 0
  let closed: string | undefined
  let wake: (() => void) | undefined
  let shut = (_: Error): void => {}
  const closing = new Promise<never>((_, reject) => {
    shut = reject
  })
  // Nobody may be waiting for it.
  closing.catch(() => undefined)
  const rouse = (): void => {
    wake?.()
    wake = undefined
  }
  return {
    push(event) {
      if (closed !== undefined) return
      events.push(event)
      rouse()
    },
    async next() {
      while (closed === undefined && at === events.length) {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
      if (closed !== undefined) return undefined
      const event = events[at]!
      at += 1
      if (at === events.length) {
        events = []
        at = 0
      }
      return event
    },
    close(reason) {
      closed ??= reason
      shut(new Error(reason))
      rouse()
    },
    orClosed: (promise) => Promise.race([promise, closing]),
    get closed() {
      return closed
    },
  }
}
