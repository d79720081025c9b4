/** Events that wait for their turn. */
export interface Inbox<E> {
  push(event: E): void
  /** The oldest event, as soon as there is one; nothing once the inbox is closed. */
  next(): Promise<E | undefined>
  /** No further event has its turn. */
  close(reason: string): void
  /** Why it was closed. */
  readonly closed: string | undefined
}

export function openInbox<E>(): Inbox<E> {
  let events: E[] = []
  let at = 0
  let closed: string | undefined
  let wake: (() => void) | undefined
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
      rouse()
    },
    get closed() {
      return closed
    },
  }
}
