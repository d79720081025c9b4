/** The pictures of the reference: each builtin over the same made-up prices. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import type { PrimitiveSignature } from '../../language/builtins.ts'
import { evaluateWarmup } from '../../language/check/warmup.ts'
import { PRICE, type Type } from '../../language/types.ts'
import { BUILTINS } from '../../stdlib/builtins.ts'
import { compositionCall, sample } from '../../stdlib/generate/composition-call.ts'
import { checkDrawable } from './drawable.ts'
import { picture } from './picture.ts'
import { plottedOf } from './plotted.ts'
import { randomFrom } from './series.ts'

const FOLDER = fileURLToPath(new URL('../../stdlib/pictures', import.meta.url))
const BARS = 260
const SHOWN = 90

test('the pictures are fresh; if not they are now: look at the diff', () => {
  mkdirSync(FOLDER, { recursive: true })
  const stale: string[] = []
  const names = [...BUILTINS.primitives.keys(), ...BUILTINS.compositions.keys()]
  for (const name of names) {
    const path = join(FOLDER, `${name}.svg`)
    const fresh = pictureOf(name)
    if (existsSync(path) && readFileSync(path, 'utf8').replaceAll('\r\n', '\n') === fresh) continue
    stale.push(name)
    writeFileSync(path, fresh)
  }
  expect(stale).toEqual([])
  const files = readdirSync(FOLDER).map((file) => file.replace(/\.svg$/, ''))
  expect(files.filter((file) => !names.includes(file))).toEqual([])
})

/** Its results over the last bars, those of one unit, on the prices where they are price levels. */
function pictureOf(name: string): string {
  const primitive = BUILTINS.primitives.get(name)
  const calls = primitive === undefined ? callsOf(name) : [callOf(primitive)]
  const plots = calls.slice(0, 4).map((call) => `plot ${call}\n`)
  const checked = checkDrawable(`strategy "picture"\ntimeframe 1d\n${plots.join('')}`)
  const program = checked.program!
  const [first] = program.plots
  const alike = program.plots.map(({ value }) => sameUnit(value.type, first!.value.type))
  const none = new Float64Array()
  const warmups = program.plots.map(({ value }) => evaluateWarmup(value.warmup, none, BUILTINS))
  const prices = madeUp(Math.max(BARS, Math.max(...warmups) + SHOWN))
  const columns = plottedOf(program, checked.source, prices).filter((_, at) => alike[at])
  const shown = columns.map((column) => column.slice(-SHOWN))
  const { type } = first!.value
  const isLevel = sameUnit(type, LEVEL) && type.kind === 'number' && type.weight === 1
  return picture(
    calls[0]!.replace(/\)\..*/, ')'),
    shown,
    isLevel ? [prices.close.slice(-SHOWN)] : [],
  )
}

const LEVEL: Type = { kind: 'number', unit: PRICE, weight: 1 }

function sameUnit(a: Type, b: Type): boolean {
  if (a.kind !== 'number' || b.kind !== 'number') return a.kind === b.kind
  return JSON.stringify(a.unit) === JSON.stringify(b.unit)
}

function callsOf(name: string): readonly string[] {
  const call = compositionCall(BUILTINS.compositions.get(name)!, BUILTINS.compositions)
  const plain = `${name}(${sample(call.parameters)})`
  return call.fields.length === 0 ? [plain] : call.fields.map((field) => `${plain}.${field}`)
}

function callOf({ name, inputs, params }: PrimitiveSignature): string {
  const sources = ['close', 'open']
  const written = inputs
    .filter(({ hidden }) => hidden !== true)
    .map(({ type, natural }, at) =>
      type === 'bool' ? 'close > open' : (natural ?? sources[at % 2]),
    )
  const constants = params.map(({ value, min, max }) => value ?? Math.max(min, Math.min(max, 20)))
  return `${name}(${[...written, ...constants].join(', ')})`
}

/** Swings of several lengths and some noise, so that there is something to see. */
function madeUp(length: number) {
  const random = randomFrom(20)
  const close = Array.from(
    { length },
    (_, i) => 100 + 8 * Math.sin(i / 19) + 3 * Math.sin(i / 5) + 2 * random() + i / 40,
  )
  const open = close.map((value, i) => (close[i - 1] ?? value) + random() - 0.5)
  const high = close.map((value, i) => Math.max(value, open[i]!) + random())
  const low = close.map((value, i) => Math.min(value, open[i]!) - random())
  const volume = close.map((value, i) => 1000 + 200 * Math.abs(value - open[i]!) + 300 * random())
  return { open, high, low, close, volume }
}
