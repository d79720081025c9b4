import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import type { TypedProgram } from '../language/check/typed.ts'

/** Of a program's text and of all that it imports, hex. */
export function programHash({ imports }: TypedProgram, source: string): string {
  if (imports.length === 0) return sourceHash(source)
  const files = imports.map((file) => [file.path, sourceHash(file.source)])
  return sourceHash(JSON.stringify([sourceHash(source), ...files]))
}

/**
 * SHA-256 of a source text, hex. Line ends do not count: a checkout on Windows is the same source.
 */
export function sourceHash(source: string): string {
  return bytesToHex(sha256(utf8ToBytes(source.replaceAll('\r\n', '\n'))))
}
