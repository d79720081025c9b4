const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'a part of the path is no folder',
  EISDIR: 'it is a folder',
  EACCES: 'permission is denied',
  EPERM: 'permission is denied',
  EROFS: 'the disk is read-only',
  ENOSPC: 'the disk is full',
  EEXIST: 'a file is in the way',
}

/** Why a file cannot be read, in one line. Rethrows what the system did not say. */
export function cannotRead(path: string, error: unknown): string {
  return `Cannot read ${path}: ${reason(error)}.`
}

/** Why a file cannot be written, in one line. Rethrows what the system did not say. */
export function cannotWrite(path: string, error: unknown): string {
  return `Cannot write ${path}: ${reason(error)}. Nothing was left half-written.`
}

function reason(error: unknown): string {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') throw error
  return REASONS[error.code] ?? `the system says ${error.code}`
}
