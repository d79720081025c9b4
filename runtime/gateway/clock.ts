/** Thrown out of every wait when the gateway stops. */
export class Stopped extends Error {}

/** Somebody for whom virtual time waits: a connection that is sent market data. */
export interface Party {
  /** It was told something since it last asked for the time. */
  owes: boolean
  /** It has let a deadline pass, and is not waited for until it asks again. */
  passive: boolean
}

/**
 * The market's clock. `until` moves it on, `settle` waits for the clients; the two kinds of clock
 * differ in which of them takes time.
 */
export interface Clock {
  /** ms UTC. */
  now(): number
  /** Resolves once the market reaches an instant; an earlier one is at once. */
  until(instant: number): Promise<void>
  /** Skips the time up to an instant at which nothing happens. */
  skipTo(instant: number): void
  /** Resolves once every client is done with what it was told, and nothing holds the clock. */
  settle(): Promise<void>
  /** Somebody asked, came or went. */
  changed(): void
  freeze(): void
  resume(): void
  readonly frozen: boolean
  stop(): void
}

/** Waiters that are woken together. */
interface Gate {
  wait(milliseconds?: number): Promise<void>
  open(): void
  check(): void
  stop(): void
  readonly stopped: boolean
}

function gate(): Gate {
  let waiters: (() => void)[] = []
  let stopped = false
  const open = (): void => {
    const woken = waiters
    waiters = []
    for (const wake of woken) wake()
  }
  const check = (): void => {
    if (stopped) throw new Stopped()
  }
  return {
    wait: async (milliseconds) => {
      check()
      await new Promise<void>((resolve) => {
        const timer = milliseconds === undefined ? undefined : setTimeout(resolve, milliseconds)
        waiters.push(() => {
          clearTimeout(timer)
          resolve()
        })
      })
      check()
    },
    open,
    check,
    stop: () => {
      stopped = true
      open()
    },
    get stopped() {
      return stopped
    },
  }
}

/** Lets what has arrived at the sockets be read. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

/**
 * A clock that stands still unless the replay moves it, and lets it go on only when every party
 * is done. Without a party it stands: a client that was killed misses nothing.
 */
export function virtualClock(
  start: number,
  parties: () => readonly Party[],
  deadlineMs: number,
): Clock {
  const changes = gate()
  let instant = start
  let frozen = false
  return {
    now: () => instant,
    until: async (to) => {
      changes.check()
      instant = Math.max(instant, to)
    },
    skipTo: (to) => {
      instant = Math.max(instant, to)
    },
    settle: async () => {
      for (;;) {
        await nextTurn()
        changes.check()
        const present = parties()
        if (frozen || present.length === 0) {
          await changes.wait()
          continue
        }
        const owing = present.filter((party) => party.owes && !party.passive)
        if (owing.length === 0) return
        const began = performance.now()
        await changes.wait(deadlineMs)
        if (performance.now() - began < deadlineMs) continue
        for (const party of owing) party.passive = party.owes
      }
    },
    changed: changes.open,
    freeze: () => {
      frozen = true
    },
    resume: () => {
      frozen = false
      changes.open()
    },
    get frozen() {
      return frozen
    },
    stop: changes.stop,
  }
}

/** The wall's clock, `speed` times as fast, from the moment at which the first client came. */
export function realClock(start: number, speed: number, present: () => boolean): Clock {
  const changes = gate()
  let anchor = start
  let anchoredAt = performance.now()
  let running = false
  const now = (): number => (running ? anchor + (performance.now() - anchoredAt) * speed : anchor)
  const set = (instant: number, run: boolean): void => {
    anchor = instant
    anchoredAt = performance.now()
    running = run
  }
  let frozen = false
  return {
    now,
    until: async (instant) => {
      for (;;) {
        changes.check()
        if (!running) await changes.wait()
        const left = (instant - now()) / speed
        if (running && left <= 0) break
        if (running) await changes.wait(left)
      }
      await nextTurn()
    },
    skipTo: (instant) => {
      if (instant > now()) set(instant, running)
    },
    settle: nextTurn,
    changed: () => {
      if (!running && !frozen && present()) set(anchor, true)
      changes.open()
    },
    freeze: () => {
      frozen = true
      set(now(), false)
    },
    resume: () => {
      frozen = false
      set(anchor, present())
      changes.open()
    },
    get frozen() {
      return frozen
    },
    stop: changes.stop,
  }
}
