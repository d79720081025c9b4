/** Commands as processes of their own, for as long as a test runs. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { onTestFinished } from 'vitest'
import { ROOT } from './strat.ts'

/** A bundle of this test's own: dist/strat.js may be in the making. */
export const BUNDLE_FOLDER = `dist/under-test-${process.pid}`

/** Its program. */
export const BUNDLED = `${ROOT}${BUNDLE_FOLDER}/strat.js`

/** Makes it; who does removes it. */
export function makeBundle(): void {
  execFileSync(process.execPath, ['editor/cli/bundle.mjs', BUNDLE_FOLDER], { cwd: ROOT })
}

const PATIENCE_MS = 60_000

export interface Running {
  readonly process: ChildProcess
  readonly out: () => string
  readonly err: () => string
  /** Presses Enter. */
  readonly enter: () => void
  /** Resolves with the match once `out` has it; rejects when the process ends before. */
  readonly until: (pattern: RegExp) => Promise<RegExpMatchArray>
  /** Its exit code; none after a signal. */
  readonly ended: Promise<number | null>
  /** Sends a signal and waits for the end. */
  readonly end: (signal: NodeJS.Signals) => Promise<number | null>
}

/** Starts a command in a folder; it ends with the test at the latest. */
export function start(folder: string, ...args: readonly string[]): Running {
  const { FORCE_COLOR: _, STRAT_HOME: __, ...env } = process.env
  const child = spawn(process.execPath, [BUNDLED, ...args], {
    cwd: folder,
    env,
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  let out = ''
  let err = ''
  let look = (): void => {}
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text
    look()
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text
  })
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
  return {
    process: child,
    out: () => out,
    err: () => err,
    enter: () => void child.stdin.write('\n'),
    until: (pattern) =>
      new Promise((resolve, reject) => {
        const early = () => reject(new Error(`no ${pattern} in:\n${out}\n${err}`))
        // Its words, and not the test's time limit, say what went wrong.
        setTimeout(early, PATIENCE_MS).unref()
        void ended.then(early)
        look = () => {
          const match = out.match(pattern)
          if (match !== null) resolve(match)
        }
        look()
      }),
    ended,
    end: (signal) => {
      child.kill(signal)
      return ended
    },
  }
}

/** Runs a command in a folder to its end. */
export async function finish(folder: string, ...args: readonly string[]) {
  const run = start(folder, ...args)
  const code = await run.ended
  return { code, out: run.out(), err: run.err() }
}
