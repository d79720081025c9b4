import {
  closeSync,
  constants,
  fchmodSync,
  fdatasync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  writeSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { promisify } from 'node:util'
import { syncFolder } from './durable-file.ts'

/** What a journal needs of a file. Errors are thrown as the system gives them. */
export interface Disk {
  /** Adds bytes at the end; all or, with an error, some of them. In the system's hands on return. */
  append(bytes: Uint8Array): void
  /** Resolves once all that was appended before the call survives a loss of power. */
  sync(): Promise<void>
  /** Cuts the file to this length, durably. */
  truncate(length: number): void
  read(): Uint8Array
  close(): void
}

const syncData = promisify(fdatasync)
const OWNER_ONLY = 0o600

/** The file at `path`, created if absent; readable by its owner alone. */
export function openDisk(path: string): Disk {
  const { O_APPEND, O_CREAT, O_RDWR } = constants
  const file = openSync(path, O_RDWR | O_CREAT | O_APPEND, OWNER_ONLY)
  fchmodSync(file, OWNER_ONLY)
  syncFolder(dirname(path))
  return {
    append(bytes) {
      for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done)
    },
    sync: () => syncData(file),
    truncate(length) {
      ftruncateSync(file, length)
      fsyncSync(file)
    },
    read: () => readFileSync(path),
    close: () => closeSync(file),
  }
}
