import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { issueText, parseYaml } from '../../../runtime/instruments/yaml-file.ts'
import { didYouMean } from '../../pipeline/did-you-mean.ts'
import { cannotRead } from '../system-message.ts'
import { SETTINGS, type Setting } from './settings.ts'

/** What is read when `STRAT_CONFIG` names no other file. */
export const CONFIG_FILE = 'strat.yaml'

/** A setting's value and who said it; flags of a command go before all of them. */
export interface Configured {
  readonly setting: Setting
  /** Absent: nobody set it. */
  readonly value?: string | number
  readonly from: 'environment' | 'file' | 'default'
  /** For people: `strat.yaml:3:7`, `STRAT_CASH`, `default`. */
  readonly place: string
}

export type ReadConfig =
  | { readonly kind: 'ok'; readonly settings: readonly Configured[] }
  /** All that is wrong, a line each, with its place. */
  | { readonly kind: 'refused'; readonly problems: readonly string[] }

type Environment = Readonly<Record<string, string | undefined>>

/** The settings of this folder: the environment's, else the file's, else the house's. */
export function readConfig(environment: Environment): ReadConfig {
  const problems: string[] = []
  const file = readFile(environment.STRAT_CONFIG, problems)
  const settings = SETTINGS.map((setting): Configured => {
    const said = environment[setting.environment]
    if (said !== undefined && said !== '') {
      const value = checked(setting, textOrNumber(setting, said), setting.environment, problems)
      return { setting, value, from: 'environment', place: setting.environment }
    }
    const written = file.get(setting.key)
    if (written !== undefined) return { setting, ...written, from: 'file' }
    const { standard } = setting
    return { setting, ...(standard !== undefined && { value: standard }), ...HOUSE }
  })
  return problems.length > 0 ? { kind: 'refused', problems } : { kind: 'ok', settings }
}

const HOUSE = { from: 'default', place: 'default' } as const

type Written = ReadonlyMap<string, { readonly value: string | number; readonly place: string }>

function readFile(named: string | undefined, problems: string[]): Written {
  const path = named || CONFIG_FILE
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    const absent = (error as NodeJS.ErrnoException).code === 'ENOENT'
    if (!absent || named) problems.push(cannotRead(path, error))
    return new Map()
  }
  const file = parseYaml(text, path)
  if (file.kind === 'refused') {
    problems.push(...file.problems)
    return new Map()
  }
  const written = new Map<string, { value: string | number; place: string }>()
  for (const [keys, value] of leavesOf(file.value, [])) {
    const key = keys.join('.')
    const place = file.placeOf(keys)
    const setting = SETTINGS.find((one) => one.key === key)
    if (setting === undefined) problems.push(`${place}: ${unknownKey(key)}`)
    else {
      const good = checked(setting, value, `${place}: ${key}`, problems)
      const isPath = setting.path === true && typeof good === 'string'
      written.set(key, { value: isPath ? resolve(dirname(path), good) : good, place })
    }
  }
  return written
}

/** What stands at the ends of mappings, with the keys that lead there. */
function leavesOf(value: unknown, keys: readonly string[]): [readonly string[], unknown][] {
  if (value === null && keys.length === 0) return []
  const isMapping = typeof value === 'object' && value !== null && !Array.isArray(value)
  if (!isMapping) return [[keys, value]]
  return Object.entries(value).flatMap(([key, inner]) => leavesOf(inner, [...keys, key]))
}

/** Says nothing of the value: it may be a secret that does not belong there. */
function unknownKey(key: string): string {
  if (/token|secret|passw|api.?key|credential/i.test(key)) {
    return `${key} looks like a secret, and secrets are read from the environment alone. Remove it.`
  }
  const known = SETTINGS.map((one) => one.key)
  if (key === '') return `settings are written as name: value. There are ${known.join(', ')}.`
  return `there is no setting ${key}.${didYouMean(key, known)} There are ${known.join(', ')}.`
}

/** The value as it may be used; what is wrong with it is added to the problems. */
function checked(
  { schema }: Setting,
  value: unknown,
  where: string,
  problems: string[],
): string | number {
  const read = schema.safeParse(value)
  if (read.success) return read.data
  problems.push(...read.error.issues.map((issue) => `${where} ${issueText(issue, [])}.`))
  return ''
}

/** The environment knows texts alone. */
function textOrNumber({ schema }: Setting, text: string): string | number {
  return schema.safeParse(text).success || !/^[\d.,]+$/.test(text)
    ? text
    : Number(text.replaceAll(',', ''))
}
