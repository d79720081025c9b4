/** A user's extern computes and reaches nothing, or is refused and not run. */
import { describe, expect, test } from 'vitest'
import { CALLABLE } from '../../compiler/extern/callable.ts'
import { confine } from '../../compiler/extern/confine.ts'
import { readExternFile } from '../../compiler/extern/read-extern.ts'
import { runConfined } from '../../compiler/extern/run-confined.ts'
import { compileText } from '../../editor/pipeline/compile-text.ts'
import { REFUSED_EXTERN } from '../../language/builtins.ts'
import { EXAMPLE_LIBRARIES } from '../../language/example.ts'
import { ExternFailure } from '../../stdlib/extern.ts'

const MOMENTUM = EXAMPLE_LIBRARIES.get('momentum.ts')!

/** An extern whose step is this. */
function withStep(body: string, head = ''): string {
  return `${head}
export const f = {
  inputs: [{ name: 'x' }], params: [{ name: 'n', min: 1, max: 9, value: 3 }], result: 'same',
  warmup: (n) => n - 1,
  create(n) { const kept = [1, 2, 3]; return { step(x) { ${body} } } },
}
`
}

function stepOf(text: string): (x: number) => unknown {
  const read = readExternFile('f.js', text)
  if ('mistake' in read) throw new Error(read.mistake)
  return runConfined('f.js', read.confined, ['f']).f!(3)
}

const WAYS_OUT: readonly (readonly [what: string, body: string])[] = [
  ['the clock', 'return Date.now()'],
  ['chance', 'return Math.random()'],
  ['engine-made mathematics', 'return Math.exp(x)'],
  ['powers by operator', 'return x ** 2'],
  ['the network', 'fetch("http://127.0.0.1"); return x'],
  ['the disk', 'return require("fs").statSync("/").size'],
  ['the process', 'return process.pid'],
  ['the global object', 'return globalThis.process.pid'],
  ['this', 'return this.process'],
  ['a constructor by name', 'return kept.constructor'],
  ['a constructor by index', 'return kept["constructor"]["constructor"]("return 1")()'],
  ['a constructor in pieces', 'return kept["const" + "ructor"].name.length'],
  ['a constructor by pattern', 'const { constructor: c } = kept; return c'],
  ['a constructor by quoted pattern', 'const { "constructor": c } = kept; return c'],
  ['an escaped name', 'return kept.\\u0063onstructor'],
  ['a computed pattern', 'const k = "constructor"; const { [k]: c } = kept; return c'],
  ['a prototype', 'Float64Array.prototype.fill = 1; return x'],
  ['a shared function', 'const F = Float64Array; F.from = 1; return x'],
  ['a prototype by literal', 'const o = { __proto__: kept }; return o'],
  ['eval', 'return eval("x")'],
  ['a tag', 'return kept.map`x`'],
  ['an import', 'return import("node:fs")'],
  ['its meta', 'return import.meta.url'],
  ['a promise', 'const f = async () => x; return f()'],
  ['a generator', 'function* g() { yield x } return g()'],
  ['a class', 'class A {} return new A()'],
  ['a getter', 'const o = { get x() { return 1 } }; return o.x'],
  ['a pattern', 'return /x/.test("x")'],
  ['arguments', 'return arguments.callee'],
  ['a comment of HTML', 'let z = 1 <!--0 /*\nprocess.exit()\n*/\nreturn z'],
  ['a name that is declared elsewhere', 'const g = (process) => process; return process.pid'],
  ['call', 'return kept.push.call(kept, 1)'],
  ['places', 'return x.toLocaleString()'],
]

describe('what an extern may not be', () => {
  test.each(WAYS_OUT)('%s', (_, body) => {
    const read = readExternFile('f.js', withStep(body))
    if ('mistake' in read) {
      expect(read.mistake).toMatch(/^[`a-z].*\.$/s)
      expect(read.offset).toBeGreaterThan(0)
      return
    }
    // Where the text may stand, what it looks for is not there.
    const result = runConfined('f.js', read.confined, ['f'], () => {}).f!(3)(1)
    expect(result === undefined || typeof result === 'number').toBe(true)
  })

  test('is seen with the place of the mistake', () => {
    const text = withStep('return Date.now()')
    expect(confine(text)).toEqual({
      offset: text.indexOf('Date'),
      mistake: 'there is no `Date` here: an extern has its own names, Math and math.',
    })
  })

  test('a name that is a parameter elsewhere is bound to nothing, not to what is outside', () => {
    const step = stepOf(withStep('const g = (process) => 1; return g(0) + (process ? 1 : 0)'))
    expect(step(1)).toBe(1)
  })
})

describe('what an extern may be', () => {
  test.each([
    ['loops and arrays', 'let s = 0; for (const k of kept) s += k; return s + x', 7],
    ['typed arrays', 'const a = new Float64Array(n); a[n - 1] = x; return a[2]', 1],
    ['exact mathematics', 'return Math.max(x, Math.sqrt(4))', 2],
    ['our own mathematics', 'return math.pow(2, 3) + math.exp(0)', 9],
    ['methods of arrays', 'return kept.map((k) => k * 2).filter((k) => k > 2).length', 2],
    ['nested indices', 'return kept[kept[kept[0]] - 1]', 2],
    ['patterns', 'const [a, ...rest] = kept; const { length } = rest; return a + length', 3],
    ['bodies without braces', 'let s = 0; for (const k of kept) if (k > 1) s += k; return s', 5],
    [
      'an arrow that ends a loop',
      'let i = 0; let g; while (i++ < 3) g = (k) => k + i\nreturn g(0)',
      4,
    ],
    ['a record that an arrow gives', 'return ((k) => ({ k }))(x).k', 1],
    ['choices', 'switch (n) { case 3: return 30; default: return 0 }', 30],
  ])('%s', (_, body, expected) => {
    expect(stepOf(withStep(body))(1)).toBe(expected)
  })

  test.each([
    [
      'fails',
      'return kept.nothing.more',
      /^f\.js:6: the extern `f` fails at a bar, given 1: .*'more'/,
    ],
    ['loops for ever', 'for (;;) x += 1', /^f\.js:6: .*it does not end.* 10,000,000 turns/],
    ['loops for ever in a line', 'while (true) x += 1', /it does not end/],
    ['calls itself for ever', 'const g = (k) => g(k + 1); return g(x)', /Mend it; strat check/],
    ['takes too long', 'const g = (k) => k < 1 ? 1 : g(k - 1) + g(k - 1); return g(60)', /not end/],
  ])('a step that %s says so, with its place and what to do', (_, body, words) => {
    const step = stepOf(withStep(`\n${body}\n`))
    expect(() => step(1)).toThrow(ExternFailure)
    expect(() => step(1)).toThrow(words)
  })

  test('what a step may take is granted anew for each', () => {
    const step = stepOf(withStep('for (let i = 0; i < 6000000; i++) kept[0] = i\nreturn x'))
    expect([step(1), step(2), step(3)]).toEqual([1, 2, 3])
  })

  test('each machine has a module of its own', () => {
    const read = readExternFile('f.js', withStep('seen += 1; return seen', 'let seen = 0'))
    if ('mistake' in read) throw new Error(read.mistake)
    const { f } = runConfined('f.js', read.confined, ['f'])
    const [first, second] = [f!(3), f!(3)]
    expect([first(1), first(1), second(1)]).toEqual([1, 2, 1])
  })

  test('TypeScript keeps its places', () => {
    const mistake = MOMENTUM.replace('last = x\n', 'last = y!\n')
    const read = readExternFile('momentum.ts', mistake)
    expect(read).toMatchObject({ offset: mistake.indexOf('y!') })
  })
})

describe('what an extern declares', () => {
  const codesOf = (change: (text: string) => string) => {
    const read = CALLABLE.readExtern!('f.js', change(withStep('return x')))
    return 'mistake' in read ? read.mistake : ''
  }
  test.each([
    ['no factory', (text: string) => text.replace('create(n)', 'made(n)'), '`f` has no `made`'],
    ['a wrong unit', (text: string) => text.replace("'same'", "'euro'"), 'a unit is one of'],
    ['a computed list', (text: string) => text.replace("[{ name: 'x' }]", 'a'), 'there is no `a`'],
    [
      'a formula that loops',
      (text: string) => text.replace('n - 1', 'kept(n)'),
      '`warmup` is a formula',
    ],
    ['no bounds', (text: string) => text.replace('min: 1,', ''), 'needs numbers `min` and `max`'],
    ['no functions', () => 'const a = 1', 'it exports no function'],
    ['no JavaScript', () => 'export const = 1', 'no JavaScript or TypeScript'],
  ])('%s is told', (_, change, words) => {
    expect(codesOf(change)).toContain(words)
  })

  test('a file whose name cannot stand before a dot is refused', () => {
    expect(readExternFile('my-extern.ts', MOMENTUM)).toMatchObject({ offset: 0 })
  })

  test('several results are a record', () => {
    const text = withStep('return { up: x, down: -x }').replace(
      "result: 'same'",
      "results: { up: 'same', down: { unit: 'same', weight: 0 } }",
    )
    const source =
      'strategy "s"\ntimeframe 1d\nimport "f.js"\nlet {up, down} = f.f(close, 2)\nplot up\n'
    const { diagnostics, module } = compileText(source, new Map([['f.js', text]]))
    expect(diagnostics).toEqual([])
    expect(module).toBeDefined()
  })
})

test('where a host refuses externs, the import says so and nothing follows from it', () => {
  const source = 'strategy "s"\ntimeframe 1d\nimport "f.ts"\nplot f.f(close)\n'
  const { diagnostics, module } = compileText(source, new Map([['f.ts', REFUSED_EXTERN]]))
  expect(diagnostics.map(({ code }) => code)).toEqual(['extern-refused'])
  expect(module).toBeUndefined()
})
