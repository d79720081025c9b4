/**
 * The text without byte order mark, its lines ended by \n. The same strategy is the same text, and
 * has the same hash, on every system.
 */
export function normalised(text: string): string {
  return text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n')
}
