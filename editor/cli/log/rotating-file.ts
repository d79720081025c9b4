import {
  closeSync,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { dirname } from 'node:path'

/** A file that lines are added to, and that is put aside when it is full. */
export interface RotatingFile {
  /** The line with its end. Throws the system's error. */
  readonly write: (line: string) => void
  readonly close: () => void
}

export interface Rotation {
  /** A line that would lead beyond it begins the next file. */
  readonly bytesMax: number
  /** Files put aside: `studio.log.1` is the youngest. */
  readonly files: number
}

/** Opens a file of the user's own; a line is with the system when `write` returns. */
export function rotatingFile(path: string, { bytesMax, files }: Rotation): RotatingFile {
  mkdirSync(dirname(path), { recursive: true })
  // Only the owner may read it: it tells what is traded.
  const open = () => openSync(path, 'a', 0o600)
  let descriptor = open()
  let bytes = fstatSync(descriptor).size
  const putAside = (): void => {
    closeSync(descriptor)
    rmSync(`${path}.${files}`, { force: true })
    for (let index = files - 1; index >= 1; index--) {
      if (existsSync(`${path}.${index}`)) renameSync(`${path}.${index}`, `${path}.${index + 1}`)
    }
    renameSync(path, `${path}.1`)
    descriptor = open()
    bytes = 0
  }
  return {
    write: (line) => {
      const size = Buffer.byteLength(line)
      if (bytes > 0 && bytes + size > bytesMax) putAside()
      writeSync(descriptor, line)
      bytes += size
    },
    close: () => closeSync(descriptor),
  }
}
