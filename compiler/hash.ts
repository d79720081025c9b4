import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'

/**
 * SHA-256 of a source text, hex. Line ends do not count: a checkout on Windows is the same source.
 */
export function sourceHash(source: string): string {
  return bytesToHex(sha256(utf8ToBytes(source.replaceAll('\r\n', '\n'))))
}
