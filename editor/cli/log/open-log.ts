import { join } from 'node:path'
import { type Logger, pino } from 'pino'
import { stratFolder } from '../journal-files.ts'
import { VERSION } from '../version.ts'
import { type Rotation, rotatingFile } from './rotating-file.ts'

/** A command's log: JSON lines in `.strat/logs`, for who wants to know afterwards. */
export interface Log {
  readonly write: Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>
  /** From now on this text stands nowhere in the log, whatever it is part of. */
  readonly hide: (secret: string) => void
  readonly close: () => void
}

export interface LogOptions {
  /** The command. */
  readonly name: 'live' | 'gateway' | 'studio'
  /** One of `LOG_LEVELS`. */
  readonly level: string
  /** Told once why nothing is logged any more: the command goes on without a log. */
  readonly onFailure: (problem: string) => void
  readonly folder?: string
  readonly rotation?: Rotation
}

const ROTATION: Rotation = { bytesMax: 10 * 2 ** 20, files: 5 }
const HIDDEN = '[hidden]'

/** Fields that hold secrets by their name, at the top and one level below. */
const SECRETS = ['token', 'secret', 'password', 'apiKey', 'authorization', 'cookie', 'account']

export function openLog(options: LogOptions): Log {
  const { name, level, onFailure, rotation = ROTATION } = options
  const path = join(options.folder ?? join(stratFolder(), 'logs'), `${name}.log`)
  const secrets = new Set<string>()
  let file: ReturnType<typeof rotatingFile> | undefined
  const attempt = (action: () => void): void => {
    try {
      action()
    } catch (error) {
      file = undefined
      onFailure(`Nothing is logged in ${path}: ${error instanceof Error ? error.message : error}.`)
    }
  }
  if (level !== 'silent') {
    attempt(() => {
      file = rotatingFile(path, rotation)
    })
  }
  const scrubbed = (line: string): string => {
    let text = line
    for (const secret of secrets) text = text.replaceAll(secret, HIDDEN)
    return text
  }
  const write = pino(
    {
      level: file === undefined ? 'silent' : level,
      base: { command: name, pid: process.pid, version: VERSION },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: {
        paths: SECRETS.flatMap((field) => [field, `*.${field}`]),
        censor: HIDDEN,
      },
    },
    { write: (line: string) => attempt(() => file?.write(scrubbed(line))) },
  )
  return {
    write,
    hide: (secret) => {
      // As JSON writes it; nothing so short can be meant.
      if (secret.length >= 4) secrets.add(JSON.stringify(secret).slice(1, -1))
    },
    close: () => {
      attempt(() => file?.close())
      file = undefined
    },
  }
}
