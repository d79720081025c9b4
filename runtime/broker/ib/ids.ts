/** Numbers for orders and requests alike, so that an answer can only mean one thing. */
export interface Ids {
  next(): number
  /** Some number is in use: ours go on above it. */
  seen(id: number): void
  /** The gateway knows numbers that it did not tell of: ours go on far above them. */
  jump(): void
}

/** How far a jump goes; the gateway's own limit is 2,147,483,647. */
const JUMP = 1000

/** Numbers from `hint` on, or 1. */
export function openIds(hint = 1): Ids {
  let next = hint
  return {
    next: () => next++,
    seen: (id) => {
      next = Math.max(next, id + 1)
    },
    jump: () => {
      next += JUMP
    },
  }
}
