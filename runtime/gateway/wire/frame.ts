/** Longest frame either side may send, bytes. */
export const MAX_FRAME = 0xffffff

/** A value of a message; nothing is sent as an empty field, a flag as 0 or 1. */
export type Field = string | number | boolean | undefined

/** The bytes that are not what the protocol says; the connection cannot go on. */
export class FramingError extends Error {}

/** Cuts a byte stream, however it was split or merged on its way, into frames. */
export interface FrameReader {
  push(chunk: Uint8Array): void
  /** The next `length` bytes outside any frame, once they are there. */
  raw(length: number): string | undefined
  /** The content of the next frame, once it is whole. Throws `FramingError`. */
  frame(): string | undefined
}

/** A reader that has not been given anything yet. */
export function frameReader(): FrameReader {
  let pending = Buffer.alloc(0)
  const take = (from: number, to: number): string | undefined => {
    if (pending.length < to) return undefined
    const text = pending.toString('utf8', from, to)
    pending = pending.subarray(to)
    return text
  }
  return {
    push: (chunk) => {
      pending = pending.length === 0 ? Buffer.from(chunk) : Buffer.concat([pending, chunk])
    },
    raw: (length) => take(0, length),
    frame: () => {
      if (pending.length < 4) return undefined
      const length = pending.readUInt32BE(0)
      if (length > MAX_FRAME) throw new FramingError(`a frame of ${length} bytes`)
      return take(4, 4 + length)
    },
  }
}

/** A message as bytes: the length, then each field closed by a NUL. */
export function encodeFrame(fields: readonly Field[]): Buffer {
  let text = ''
  for (const field of fields) text += `${fieldText(field)}\0`
  const body = Buffer.from(text, 'utf8')
  const frame = Buffer.allocUnsafe(4 + body.length)
  frame.writeUInt32BE(body.length, 0)
  body.copy(frame, 4)
  return frame
}

/** The fields of a frame's content. */
export function splitFields(content: string): readonly string[] {
  const fields = content.split('\0')
  if (fields.at(-1) === '') fields.pop()
  return fields
}

/** Text is sent in printable ASCII, anything else as \uXXXX (server version 153). */
function fieldText(field: Field): string {
  switch (typeof field) {
    case 'undefined':
      return ''
    case 'boolean':
      return field ? '1' : '0'
    case 'number':
      if (Number.isNaN(field)) throw new Error('an unknown number has no place on the wire')
      return String(field)
    default:
      return field.replace(/[^\x20-\x7e]/g, escaped)
  }
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}
