import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildSync } from 'esbuild'
import { expect, test } from 'vitest'
import { generatedFiles } from '../../stdlib/generate/files.ts'
import { stepText } from '../../stdlib/generate/step-text.ts'

const ROOT = fileURLToPath(new URL('../../stdlib', import.meta.url))

test('the generated files are fresh; if not they are now: look at the diff', () => {
  const stale: string[] = []
  for (const [path, text] of generatedFiles(ROOT)) {
    if (onDisk(path) === text) continue
    stale.push(path)
    mkdirSync(dirname(join(ROOT, path)), { recursive: true })
    writeFileSync(join(ROOT, path), text)
  }
  expect(stale).toEqual([])
})

test('the generator reads nothing that it makes, so a file may be renamed or removed', () => {
  const { metafile } = buildSync({
    entryPoints: [`${ROOT}/generate/generate.ts`],
    bundle: true,
    platform: 'node',
    packages: 'external',
    metafile: true,
    write: false,
  })
  const read = Object.keys(metafile.inputs)
  expect(read.some((path) => path.endsWith('stdlib/generate/files.ts'))).toBe(true)
  // The shapes of a package's classes are made of the package: no builtin's file changes them.
  const shapes = 'stdlib/generated/technicalindicators.ts'
  expect(read.filter((path) => path.includes('/generated/') && path !== shapes)).toEqual([])
})

test('a step becomes text with its names in dollars', () => {
  const source = primitive(`
    warmup: (length) => length - 1,
    window: (length) => Math.max(length, 2),
    state: (length) => ({ sum: Number.NaN, ring: new Float64Array(length).fill(-1) }),
    // a comment
    step: (state: { sum: number; ring: Float64Array }, w: Window, x: number, length: number) => {
      const gap = w(length - 1) // another
      state.ring[0] = gap
      for (let k = 0; k < length; k++) state.sum += math.log(x) * w(w(k))
      return Math.max(state.sum, state.ring[0]!)
    },`)
  expect(stepText(source, 'x.ts')).toEqual({
    warmup: '$0$ - 1',
    window: 'Math.max($0$, 2)',
    state: [
      { kind: 'number', name: 'sum', value: '0 / 0' },
      { kind: 'array', name: 'ring', length: '$0$', fill: '-1' },
    ],
    parameters: ['x', 'length'],
    body: [
      'const $gap$ = $w($ $length$ - 1 $)$;',
      '$state.ring$[0] = $gap$;',
      'for (let $k$ = 0; $k$ < $length$; $k$++)',
      '    $state.sum$ += math.log($x$) * $w($ $w($ $k$ $)$ $)$;',
    ].join('\n'),
    result: 'Math.max($state.sum$, $state.ring$[0])',
  })
})

const REFUSED: readonly (readonly [string, string, string])[] = [
  ['a name from outside', 'step: (x: number) => x + LIMIT', 'not `LIMIT`'],
  ['an early return', 'step: (x: number) => { if (x > 0) return 1\nreturn 0 }', 'ReturnStatement'],
  ['no return', 'step: (x: number) => { const y = x }', 'end with its one `return value`'],
  ['a closure', 'step: (x: number) => { const f = () => x\nreturn x }', 'ArrowFunction'],
  ['an inexact function', 'step: (x: number) => Math.sin(x)', 'step may call'],
  ['another call', 'step: (x: number) => x.toFixed()', 'step may call'],
  ['a power', 'step: (x: number) => x ** 2', 'math.pow'],
  ['a foreign property', 'step: (x: number) => Math.PI * x', 'cannot read `Math.PI`'],
  ['a local without value', 'step: (x: number) => { let y\nreturn x }', 'let name = value'],
  ['state undeclared', 'step: (state: { a: number }, x: number) => x', 'neither state nor window'],
  [
    'state out of order',
    'state: () => ({ a: 0 }), step: (x: number, state: { a: number }) => x',
    'declares state',
  ],
  ['a window undeclared', 'step: (w: Window, x: number) => w(1)', 'neither state nor window'],
  ['no step', 'name: "x"', 'needs `step:'],
  [
    'a warm-up of statements',
    'warmup: () => { return 1 }, step: (x: number) => x',
    'expression body',
  ],
  ['a warm-up from outside', 'warmup: () => LIMIT, step: (x: number) => x', 'not `LIMIT`'],
  [
    'a state that is no literal',
    'state: () => fresh, step: (state: { a: number }, x: number) => x',
    '`state` must be',
  ],
  [
    'a list in the state',
    'state: () => ({ a: [0] }), step: (state: { a: number }, x: number) => x',
    'cannot hold ArrayLiteralExpression',
  ],
]

test.each(REFUSED)('%s is refused with its place', (_, members, message) => {
  const warmup = members.includes('warmup') ? '' : 'warmup: () => 0, '
  const attempt = () => stepText(primitive(warmup + members), 'x.ts')
  expect(attempt).toThrow(message)
  expect(attempt).toThrow(/^x\.ts:\d+:\d+: /)
})

test('a file without a primitive is refused', () => {
  expect(() => stepText('export const x = 1', 'x.ts')).toThrow('const name: Primitive')
})

function primitive(members: string): string {
  return `export const example: Primitive = { ${members} }`
}

function onDisk(path: string): string {
  try {
    return readFileSync(join(ROOT, path), 'utf8').replaceAll('\r\n', '\n')
  } catch {
    return ''
  }
}
