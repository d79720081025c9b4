import { spawn } from 'node:child_process'
import { cpSync, existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { refusalText } from '../../runtime/feeds/problem.ts'
import { plainText } from '../../runtime/report/words.ts'
import { loadBars, storePath } from '../../runtime/store/load-bars.ts'
import { type Studio, startStudio } from '../server/studio.ts'
import { LOG_LEVELS } from './config/settings.ts'
import { EXIT, type ExitCode } from './exit-code.ts'
import { openLog } from './log/open-log.ts'
import { choice, wholeWithin } from './option-values.ts'
import { BUILT, packageFolder } from './package-folder.ts'
import { progress } from './progress.ts'
import { cannotWrite } from './system-message.ts'
import type { Terminal } from './terminal.ts'

/** The options of `strat studio` as the command line gives them. */
export interface StudioFlags {
  readonly port: string
  readonly data?: readonly string[]
  readonly open?: true
  readonly logLevel: string
}

/** `strat studio`: serves the page in which strategies are written, until it is stopped. */
export async function studioCommand(
  folder: string,
  flags: StudioFlags,
  terminal: Terminal,
): Promise<ExitCode> {
  const refuse = (problem: string): ExitCode => {
    terminal.err(`${problem}\n`)
    return EXIT.usage
  }
  const port = wholeWithin(0, 65_535, '--port', flags.port)
  if ('problem' in port) return refuse(port.problem)
  const level = choice('--log-level', flags.logLevel, LOG_LEVELS)
  if ('problem' in level) return refuse(level.problem)
  const web = fileURLToPath(new URL('web/', BUILT))
  if (!existsSync(join(web, 'index.html'))) {
    return refuse('The page is not built yet. Build it in the project with: npm run build')
  }
  const problem = (await readData(flags.data ?? [], terminal)) ?? makeFolder(folder, terminal)
  if (problem !== undefined) return refuse(problem)
  const onFailure = (text: string) => terminal.err(`${text}\n`)
  const log = openLog({ name: 'studio', level: flags.logLevel, onFailure })
  const studio = await startStudio({
    port: port.value,
    strategies: folder,
    store: storePath(),
    web,
    sp500: fileURLToPath(
      new URL('node_modules/vega-datasets/data/sp500-2000.csv', packageFolder()),
    ),
    runs: { script: fileURLToPath(new URL('run-child.mjs', BUILT)) },
    warn: (text) => {
      terminal.err(`${text}\n`)
      log.write.warn(text)
    },
    onFault: (error) => {
      terminal.err(`A mistake of ours: ${faultText(error, terminal.debug)}\n`)
      log.write.error(error, 'a mistake of ours')
    },
    answered: (answer) => log.write.debug(answer, 'answered'),
  })
  if ('problem' in studio) {
    log.write.error(studio.problem)
    log.close()
    return refuse(studio.problem)
  }
  log.write.info({ port: studio.port, strategies: folder }, 'started')
  const newLink = () => {
    const link = studio.newLink()
    log.hide(new URL(link).searchParams.get('token') ?? '')
    return link
  }
  await serve({ ...studio, newLink }, folder, flags, terminal)
  log.write.info('ended')
  log.close()
  return EXIT.ok
}

/** Says where the page is, and waits until it is told to stop. */
async function serve(
  studio: Studio,
  folder: string,
  flags: StudioFlags,
  terminal: Terminal,
): Promise<void> {
  const stopped = new Promise<void>((resolve) => terminal.onStop(resolve))
  const link = studio.newLink()
  terminal.out(
    [
      `Studio on 127.0.0.1:${studio.port}, strategies in ${folder}`,
      `  ${link}`,
      '  The link opens one browser, once. Enter prints another one; Ctrl-C stops it.',
      '',
    ].join('\n'),
  )
  if (flags.open === true) openBrowser(link, terminal)
  const forget = terminal.onEnter(() => terminal.out(`  ${studio.newLink()}\n`))
  await stopped
  forget()
  await studio.close()
  terminal.out('Stopped.\n')
}

/** Brings files of prices into the store; a text: what cannot be read. */
async function readData(paths: readonly string[], terminal: Terminal): Promise<string | undefined> {
  const steps = progress(terminal)
  for (const path of paths) {
    steps.step(`Reading ${path}`)
    const loaded = await loadBars(path)
    steps.done()
    if (loaded.kind === 'refused') return refusalText(loaded, path)
    for (const note of [...loaded.report.notes, ...loaded.notes]) terminal.err(`${path}: ${note}\n`)
  }
  return undefined
}

/** A folder that is not there yet begins with the samples; a text: why there is none. */
function makeFolder(folder: string, terminal: Terminal): string | undefined {
  const found = statSync(folder, { throwIfNoEntry: false })
  if (found?.isDirectory()) return undefined
  if (found !== undefined) return `${folder} is no folder. Name the folder of your strategies.`
  try {
    const samples = fileURLToPath(new URL('strategies', packageFolder()))
    cpSync(samples, folder, { recursive: true, filter: isSample })
    terminal.err(`Made ${folder}, with samples to begin with.\n`)
    return undefined
  } catch (error) {
    return cannotWrite(folder, error)
  }
}

/** The strategies alone, without what is said and expected of them. */
function isSample(path: string): boolean {
  return /strategies$|\.strat$/.test(path)
}

/** Hands the link to the system; the words for it are one argument of a program, no shell's. */
function openBrowser(link: string, terminal: Terminal): void {
  const [program, ...args] = OPENERS[process.platform] ?? ['xdg-open']
  const child = spawn(program, [...args, link], { stdio: 'ignore', detached: true })
  child.on('error', () => terminal.err('No browser was found to open: paste the link into one.\n'))
  child.unref()
}

const OPENERS: Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>> = {
  darwin: ['open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
}

function faultText(error: unknown, debug: boolean): string {
  if (!(error instanceof Error)) return String(error)
  return debug && error.stack !== undefined
    ? error.stack
    : `${plainText(error.message)} (STRAT_DEBUG=1 says where)`
}
