/** A process that dies at a chosen operation, and what its disk then holds. */

import type { Disk } from '../../runtime/journal/disk.ts'
import type { RecordKind } from '../../runtime/journal/record.ts'

/** Thrown by everything that a dead process still tries. */
export class Crash extends Error {
  override readonly name = 'Crash'
}

/** What a process does that the world can see, or that outlives it. */
export type Operation =
  | { readonly kind: 'append'; readonly record: RecordKind }
  | { readonly kind: 'appended'; readonly record: RecordKind }
  | { readonly kind: 'sync' }
  | { readonly kind: 'synced' }
  | { readonly kind: 'call'; readonly call: string }

/** When to die; asked before each operation. */
export type Death = (operation: Operation, count: number) => boolean

export interface Fuse {
  /** Resolves when the process dies. */
  readonly death: Promise<void>
  /** Throws once the process is dead. */
  burn(operation: Operation): void
}

export function fuse(death: Death, onDeath: () => void): Fuse {
  let count = 0
  let dead = false
  let die = (): void => {}
  const moment = new Promise<void>((resolve) => {
    die = resolve
  })
  return {
    death: moment,
    burn(operation) {
      if (!dead && death(operation, count)) {
        dead = true
        onDeath()
        die()
      }
      count += 1
      if (dead) throw new Crash('the process is dead')
    },
  }
}

export interface Tape extends Disk {
  /** Bytes that were synced, and all bytes that the system was given. */
  synced(): Uint8Array
  written(): Uint8Array
}

/** A disk whose process can die before and after everything that it does. */
export function tape(initial: Uint8Array, { burn }: Pick<Fuse, 'burn'>): Tape {
  const chunks: Uint8Array[] = [initial]
  let safe = 1
  return {
    append(bytes) {
      const record = kindOf(bytes)
      burn({ kind: 'append', record })
      chunks.push(bytes)
      burn({ kind: 'appended', record })
    },
    async sync() {
      burn({ kind: 'sync' })
      const reached = chunks.length
      await new Promise((turn) => setImmediate(turn))
      safe = Math.max(safe, reached)
      burn({ kind: 'synced' })
    },
    truncate(length) {
      chunks.splice(0, chunks.length, Buffer.concat(chunks).subarray(0, length))
      safe = 1
    },
    read: () => Buffer.concat(chunks),
    close: () => {},
    synced: () => Buffer.concat(chunks.slice(0, safe)),
    written: () => Buffer.concat(chunks),
  }
}

function kindOf(line: Uint8Array): RecordKind {
  const text = Buffer.from(line).toString()
  return (JSON.parse(text.slice(text.indexOf('{'))) as { kind: RecordKind }).kind
}
