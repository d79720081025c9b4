import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { REFUSED_EXTERN } from '../../language/builtins.ts'
import { isPackage } from '../../language/libraries.ts'
import { BUILTINS } from '../../stdlib/builtins.ts'
import { readConfig } from './config/read-config.ts'

/** Which externs run: all, those that come with the language, none. */
export const EXTERN_POLICIES = ['allow', 'shipped', 'refuse'] as const
export type ExternPolicy = (typeof EXTERN_POLICIES)[number]

/** What `extern` is here: of `STRAT_EXTERN`, of strat.yaml; where that is wrong, none runs. */
function externPolicy(): ExternPolicy {
  const read = readConfig(process.env)
  if (read.kind === 'refused') return 'refuse'
  const set = read.settings.find(({ setting }) => setting.key === 'extern')?.value
  return EXTERN_POLICIES.find((policy) => policy === set) ?? 'allow'
}

/** Reads externs as far as they may run, by the settings at the first that is asked for. */
export function externReader(read: (path: string) => string | undefined) {
  let policy: ExternPolicy | undefined
  return (path: string) => {
    policy ??= externPolicy()
    return externText(path, read, policy)
  }
}

/**
 * The text of an extern, as far as it may run: of a package that comes with the language its own
 * program, of a file what `read` gives; undefined where there is none.
 */
export function externText(
  path: string,
  read: (path: string) => string | undefined,
  policy: ExternPolicy,
): string | undefined {
  const shipped = BUILTINS.externs?.has(path) === true
  const text = shipped ? packageText(path) : isPackage(path) ? undefined : read(path)
  const runs = policy === 'allow' || (policy === 'shipped' && shipped)
  return text === undefined || runs ? text : REFUSED_EXTERN
}

function packageText(name: string): string | undefined {
  try {
    return readFileSync(createRequire(import.meta.url).resolve(name), 'utf8')
  } catch {
    // The checker says that it is not installed.
    return undefined
  }
}
