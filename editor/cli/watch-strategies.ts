import { type FSWatcher, statSync, watch } from 'node:fs'
import { dirname } from 'node:path'
import { EXIT, type ExitCode } from './exit-code.ts'
import { strategiesBelow } from './strategies-below.ts'
import type { Terminal } from './terminal.ts'

/** Editors write a file in several steps. */
const SETTLE_MS = 60

/**
 * Runs something now and again with every change of a strategy, or of prices beside one, until the
 * user stops it.
 */
export async function watchStrategies(
  paths: readonly string[],
  run: () => Promise<unknown>,
  terminal: Terminal,
): Promise<ExitCode> {
  let stopped = false
  let wake: (name: string) => void = () => {}
  const forget = terminal.onStop(() => {
    stopped = true
    wake('')
  })
  while (!stopped) {
    // What changes while it runs, too, is a change.
    const changes = listen(foldersOf(paths))
    await run()
    terminal.out('Watching for changes; Ctrl-C ends it.\n')
    const name = await Promise.race([
      changes.first,
      new Promise<string>((resolve) => {
        wake = resolve
        if (stopped) resolve('')
      }),
    ])
    changes.close()
    if (name !== '') terminal.out(`\n── ${name} changed ──\n`)
  }
  forget()
  return EXIT.ok
}

/** The folders in which the strategies are, and those that were named. */
function foldersOf(paths: readonly string[]): ReadonlySet<string> {
  return new Set(
    paths.flatMap((path) => [path, ...strategiesAt(path).map(dirname)]).filter(isFolder),
  )
}

function strategiesAt(path: string): readonly string[] {
  try {
    return strategiesBelow(path)
  } catch {
    // The run itself says what is wrong with it.
    return []
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
}

/** The name of the first file that changes, once it has settled. */
function listen(folders: ReadonlySet<string>): {
  readonly first: Promise<string>
  readonly close: () => void
} {
  const watchers: FSWatcher[] = []
  let timer: NodeJS.Timeout | undefined
  const first = new Promise<string>((resolve) => {
    const changed = (name: string | null): void => {
      if (name === null || !/\.(strat|csv|json)$/.test(name)) return
      clearTimeout(timer)
      timer = setTimeout(() => resolve(name), SETTLE_MS)
    }
    for (const folder of folders) {
      const watcher = watch(folder, (_, name) => changed(name))
      // A folder that goes away: the next round looks anew at what is there.
      watcher.on('error', () => resolve(folder))
      watchers.push(watcher)
    }
  })
  const close = (): void => {
    clearTimeout(timer)
    for (const watcher of watchers) watcher.close()
  }
  return { first, close }
}
