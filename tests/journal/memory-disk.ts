import type { Disk } from '../../runtime/journal/disk.ts'

/** A disk in memory that knows what a loss of power would leave. */
export interface MemoryDisk extends Disk {
  /** Bytes that may be written before it is full; infinite at first. */
  room: number
  /** Set: the next syncs fail with it. */
  fault: Error | undefined
  /** How often it was synced. */
  syncs: number
  /** What is there for a reader; what is left after a loss of power. */
  contents(): Uint8Array
  durable(): Uint8Array
}

/** Drops what was not synced: `durable()` is all that the next runtime would find. */
export function memoryDisk(initial: Uint8Array = new Uint8Array(0)): MemoryDisk {
  let contents = Buffer.from(initial)
  let durable = contents
  return {
    room: Number.POSITIVE_INFINITY,
    fault: undefined,
    syncs: 0,
    append(bytes) {
      const written = Math.min(bytes.length, this.room)
      contents = Buffer.concat([contents, bytes.subarray(0, written)])
      this.room -= written
      if (written < bytes.length) throw systemError('ENOSPC', 'no space left on device, write')
    },
    async sync() {
      const seen = contents
      this.syncs += 1
      await new Promise((done) => setImmediate(done))
      if (this.fault !== undefined) throw this.fault
      durable = seen
    },
    truncate(length) {
      this.room += contents.length - length
      contents = contents.subarray(0, length)
      durable = durable.subarray(0, length)
    },
    read: () => contents,
    close: () => {},
    contents: () => contents,
    durable: () => durable,
  }
}

export function systemError(code: string, message: string): Error {
  return Object.assign(new Error(`${code}: ${message}`), { code })
}
