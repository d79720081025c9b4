/**
 * What the world did to the store, to follow its path in a sentence. Anything that is neither
 * SQLite's nor the file system's failure is ours and thrown on.
 */
export function storeFailure(error: unknown): string {
  const code = String((error as { code?: unknown } | null)?.code ?? '')
  if (code === 'SQLITE_NOTADB') return 'is not a database'
  if (code.startsWith('SQLITE_CORRUPT') || error instanceof SyntaxError) {
    return 'is damaged (delete it: it only holds what your files hold too)'
  }
  if (code.startsWith('SQLITE_BUSY')) return 'is in use by another process'
  if (code === 'SQLITE_FULL' || code === 'ENOSPC') return 'has no room left on the disk'
  if (/^(?:EACCES|EPERM|EROFS|ENOTDIR|EEXIST|SQLITE_READONLY|SQLITE_CANTOPEN)/.test(code)) {
    return 'cannot be written'
  }
  if (
    /^ERR_(?:MODULE_NOT_FOUND|DLOPEN_FAILED)$/.test(code) ||
    /bindings file/.test(String(error))
  ) {
    return 'needs better-sqlite3, which is not built for this Node (npm rebuild better-sqlite3)'
  }
  if (/^(?:SQLITE_|E[A-Z]+$)/.test(code)) return `cannot be used (${code})`
  throw error
}
