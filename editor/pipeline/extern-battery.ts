import { readExternFile } from '../../compiler/extern/read-extern.ts'
import { runConfined } from '../../compiler/extern/run-confined.ts'
import type { ExternFunction, PrimitiveSignature } from '../../language/builtins.ts'
import type { TypedProgram } from '../../language/check/typed.ts'
import { type ExternFactory, type ExternFailure, resultOf } from '../../stdlib/extern.ts'

const BARS = 600
/** What history may still show once a value is settled. */
const UNSETTLED = 1e-6

/**
 * What the user's own externs of a program do not hold to of what they declare, stepped over made-up
 * prices: a sentence each. Those that come with the language are tested with it.
 */
export function externFaults({ externs, imports }: TypedProgram): readonly string[] {
  return externs.flatMap(({ path, version, functions }) => {
    const text = imports.find((file) => file.path === path)?.source
    const read =
      version !== undefined || text === undefined ? undefined : readExternFile(path, text)
    if (read === undefined || 'mistake' in read) return []
    const failures: ExternFailure[] = []
    const factories = runConfined(path, read.confined, functions.keys(), (one) => {
      failures.push(one)
    })
    return [...functions.values()].flatMap((one) => {
      failures.length = 0
      const faults = faultsOf(one, factories[one.name]!)
      const [failure] = failures
      // Where a step fails, what else is wrong follows from that.
      const told = failure === undefined ? faults : [`fails at a step: ${failure.what}.`]
      return told.map((fault) => `${path}: \`${one.name}\` ${fault}`)
    })
  })
}

function faultsOf({ results }: ExternFunction, factory: ExternFactory): readonly string[] {
  const [{ signature }] = results as [ExternFunction['results'][number]]
  const params = signature.params.map(usual)
  const given = signature.params.map(({ name }, i) => `${name}: ${params[i]}`).join(', ')
  const inputs = madeUp(signature)
  const stepped = (from: number) => {
    const step = factory(...params)
    return inputs.slice(from).map((tick) => step(...tick))
  }
  const [once, again] = [stepped(0), stepped(0)]
  const faults = results.flatMap(({ field, signature: one }) => {
    const what = field === undefined ? '' : `of \`${field}\` `
    const numbers = once.map((value) => resultOf(value, field))
    const warmup = one.warmup(...params)
    const first = numbers.findIndex((value) => !Number.isNaN(value))
    if (first < 0) return [`has no value ${what}in ${BARS} bars (${given}).`]
    const later = again.map((value) => resultOf(value, field))
    if (!numbers.every((value, i) => Object.is(value, later[i]))) {
      return [
        `gives something else ${what}the second time (${given}): keep nothing outside of \`create\`.`,
      ]
    }
    if (first > warmup) {
      return [`is known ${what}after ${first} bars, and its warm-up says ${warmup} (${given}).`]
    }
    return unsettled(one, params, numbers, (from) => {
      return stepped(from).map((value) => resultOf(value, field))
    })
  })
  return [...new Set(faults)]
}

/** Whether where the history began shows in a value that is declared as settled. */
function unsettled(
  { settles, warmup }: PrimitiveSignature,
  params: readonly number[],
  whole: readonly number[],
  from: (bar: number) => readonly number[],
): readonly string[] {
  if (settles === 'never') return []
  const begun = 37
  const settled = warmup(...params) + (settles?.(...params) ?? 0)
  const late = from(begun).slice(settled)
  const differs = late.findIndex((value, i) => {
    const long = whole[begun + settled + i]!
    return Math.abs(value - long) > UNSETTLED * Math.max(1, Math.abs(long))
  })
  if (differs < 0) return []
  const bars = settled + differs
  return [
    `still shows ${bars} bars later where its history began: declare \`settles\`, or \`'never'\`.`,
  ]
}

function usual({ min, max, value }: PrimitiveSignature['params'][number]): number {
  return value ?? Math.min(Math.max(14, min), max)
}

/** Prices that wander, the same ones each time, in the shape that the inputs ask for. */
function madeUp({ inputs }: PrimitiveSignature): readonly (readonly number[])[] {
  let state = 1
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 4_294_967_296
  }
  let close = 100
  return Array.from({ length: BARS }, () => {
    const open = close
    close = Math.max(1, Math.round((close + (random() - 0.5) * 4) * 100) / 100)
    const high = Math.max(open, close) + Math.round(random() * 100) / 100
    const low = Math.min(open, close) - Math.round(random() * 50) / 100
    const bar = { open, high, low, close, volume: 1_000 + Math.floor(random() * 9_000) }
    return inputs.map(({ type, natural }, i) => {
      if (type === 'bool') return random() < 0.3 ? 1 : 0
      return natural === undefined ? close + i * (random() - 0.5) : bar[natural]
    })
  })
}
