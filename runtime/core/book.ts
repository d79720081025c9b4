import type { Order } from './order.ts'

/**
 * When an order of the book came alive, which decides what a bar can still do to it: `waiting`
 * not at all (its entry has not filled), `open` before or at the bar's open, `down` and `up`
 * within the bar, at a price reached by falling or rising, `later` from the next bar on.
 */
export type Birth = 'waiting' | 'open' | 'down' | 'up' | 'later'

/** A broker's working orders, oldest first, and when each came alive. */
export interface Book {
  readonly orders: Order[]
  readonly births: Birth[]
}

export function enterInBook(book: Book, order: Order, birth: Birth): void {
  book.orders.push(order)
  book.births.push(birth)
}

export function removeFromBook(book: Book, slot: number): void {
  const { orders, births } = book
  if (slot < 0) throw new Error('an order to remove is not in the book')
  for (let k = slot; k < orders.length - 1; k++) {
    orders[k] = orders[k + 1]!
    births[k] = births[k + 1]!
  }
  orders.pop()
  births.pop()
}

/** A bar is over: whatever is alive now was so before the next one's open. */
export function wakeBook(book: Book): void {
  const { births } = book
  for (let slot = 0; slot < births.length; slot++) {
    if (births[slot] !== 'waiting') births[slot] = 'open'
  }
}
