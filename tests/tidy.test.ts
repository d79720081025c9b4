/**
 * The house rules that a machine can check and that compiler and linter do not: who may import
 * whom, what must be the same on every machine, sizes, names, and a README in every folder.
 * What is generated is held fresh by the tests beside its generator.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const FOLDERS = ['language', 'compiler', 'stdlib', 'runtime', 'editor', 'strategies', 'tests']
const NOT_OURS = new Set(['node_modules', 'dist', 'coverage', '.git', '.strat'])

interface Layer {
  /** Files under this path; the first layer that fits is the file's. */
  readonly path: string
  /** Paths of ours it may import besides its own. */
  readonly ours: readonly string[]
  /** Packages it may import; `any` leaves it free, node's modules included. */
  readonly packages: readonly string[] | 'any'
  /** Same bits everywhere: no clock, no chance, no engine-made transcendental function. */
  readonly deterministic?: true
}

const LAYERS: readonly Layer[] = [
  { path: 'language/', ours: [], packages: ['chevrotain'], deterministic: true },
  { path: 'stdlib/generate/', ours: ['stdlib/', 'language/'], packages: 'any' },
  {
    path: 'stdlib/',
    ours: ['language/types.ts', 'language/builtins.ts'],
    packages: [
      '@stdlib/math-base-special-exp',
      '@stdlib/math-base-special-ln',
      '@stdlib/math-base-special-pow',
    ],
  },
  {
    path: 'compiler/',
    ours: ['language/', 'stdlib/'],
    packages: ['@noble/hashes', 'acorn', '@sveltejs/acorn-typescript'],
    deterministic: true,
  },
  { path: 'runtime/core/', ours: ['stdlib/'], packages: [], deterministic: true },
  { path: 'runtime/calendar/', ours: ['stdlib/'], packages: [], deterministic: true },
  { path: 'runtime/', ours: ['runtime/core/', 'stdlib/'], packages: 'any' },
  {
    path: 'editor/pipeline/',
    ours: [
      'language/',
      'compiler/',
      'stdlib/',
      'runtime/core/',
      'runtime/calendar/',
      'runtime/quality/guess-calendar.ts',
      'runtime/report/words.ts',
      'runtime/report/run-report.ts',
    ],
    packages: ['@noble/hashes'],
    deterministic: true,
  },
  {
    path: 'editor/web/',
    ours: [
      'language/',
      'compiler/',
      'stdlib/',
      'runtime/calendar/',
      'runtime/core/',
      'editor/pipeline/',
      'runtime/report/',
      'strategies/',
    ],
    packages: 'any',
  },
  {
    path: 'editor/',
    ours: ['language/', 'compiler/', 'stdlib/', 'runtime/', 'package.json'],
    packages: 'any',
  },
  {
    path: 'tests/',
    ours: [...FOLDERS.map((folder) => `${folder}/`), 'package.json'],
    packages: 'any',
  },
]

/** Of `Math`, only what the standard defines to the last bit. */
const ENGINE_MADE =
  /^(?:Math\.(?!(?:abs|sqrt|min|max|floor|ceil|trunc|round|sign|imul|clz32|PI|E)$)\w+|Date\.now|performance\.\w+)$/

interface SourceFile {
  /** From the root, with forward slashes. */
  readonly path: string
  readonly text: string
}

const TEXT = /\.(ts|mjs|js|svelte|json|md|strat|yml|yaml|css|html|svg|txt|csv)$|^[^.]+$|^\.[a-z]+$/
const files: readonly SourceFile[] = walk(ROOT)
const modules = files.filter(({ path }) => /\.(ts|mjs|svelte)$/.test(path) && path.includes('/'))
const written = modules.filter(({ path }) => !path.includes('/generated/'))

describe('the import table', () => {
  test('sees imports of every form, and no others', () => {
    const text = [
      'import { a } from "../x/y.ts" // from "./no.ts"',
      "export { b } from './z.ts'",
      "const c = () => import('node:fs')",
      "const d = `import './no.ts'`",
    ]
    expect(importsOf(text.join('\n'))).toEqual(['../x/y.ts', './z.ts', 'node:fs'])
    expect(modules.length).toBeGreaterThan(100)
  })

  test('every import is one that its folder may have', () => {
    const broken = modules.flatMap(({ path, text }) => {
      const layer = LAYERS.find((one) => path.startsWith(one.path))
      if (layer === undefined) return [`${path}: no layer of the table`]
      return importsOf(text)
        .filter((specifier) => !mayImport(path, layer, specifier))
        .map((specifier) => `${path} must not import ${specifier}`)
    })
    expect(broken).toEqual([])
  })

  test('what must give the same bits everywhere reads no clock and no engine-made function', () => {
    const sample = 'Math.sqrt(x); Math.exp(x); x ** 2; 2 ** 52; Date.now(); new Date(); new Date(0)'
    expect(engineMade(sample)).toEqual(['Math.exp', '**', 'Date.now', 'new Date()'])
    const broken = written
      .filter(({ path }) => LAYERS.find((one) => path.startsWith(one.path))?.deterministic)
      .flatMap(({ path, text }) => engineMade(text).map((found) => `${path}: ${found}`))
    expect(broken).toEqual([])
  })
})

describe('sizes and names', () => {
  test('no module is longer than 400 lines, no line than 100 characters', () => {
    // A table is data; a text in quotes or a pattern is not broken for its length.
    const broken = written.flatMap(({ path, text }) => {
      if (path.endsWith('-table.ts')) return []
      const lines = text.split('\n')
      const long = lines.flatMap((line, index) =>
        line.length > 100 && !/['"`]|https?:|^ *\/[^/*]/.test(line)
          ? [`${path}:${index + 1} is too long`]
          : [],
      )
      return lines.length > 401 ? [`${path} has ${lines.length - 1} lines`, ...long] : long
    })
    expect(broken).toEqual([])
  })

  test('no drawer for odds and ends', () => {
    const drawer = /(^|[/._-])(utils?|helpers?|common|misc)([/._-]|$)/
    expect(files.filter(({ path }) => drawer.test(path)).map(({ path }) => path)).toEqual([])
  })

  test('what is generated says so in its first line', () => {
    // JSON has no comments: there it is among the first fields.
    const head = ({ path, text }: SourceFile) =>
      path.endsWith('.json') ? text.slice(0, 300) : text.slice(0, text.indexOf('\n'))
    const silent = files
      .filter(({ path }) => path.includes('/generated/'))
      .filter((file) => !/generated/i.test(head(file)))
    expect(silent.map(({ path }) => path)).toEqual([])
  })
})

describe('the tree', () => {
  test('has the folders of the map and no other', () => {
    const found = readdirSync(ROOT, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
      .map((entry) => entry.name)
      .filter((name) => !NOT_OURS.has(name))
    expect(found.sort()).toEqual([...FOLDERS].sort())
  })

  test.each(FOLDERS)('%s has a README of one screen', (folder) => {
    const readme = files.find(({ path }) => path === `${folder}/README.md`)
    expect(readme, `${folder}/README.md`).toBeDefined()
    expect(readme?.text.split('\n').length).toBeLessThanOrEqual(81)
  })

  test('has a lock that names the binaries of every system', () => {
    // `npm ci` refuses a lock from which npm left out what its registry did not have.
    const { packages } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as {
      packages: Record<string, { optionalDependencies?: Record<string, string> }>
    }
    const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter(
        (name) =>
          !(`node_modules/${name}` in packages || `${path}/node_modules/${name}` in packages),
      ),
    )
    expect(missing).toEqual([])
  })

  test('names no registry and no place on one machine', () => {
    const local = /registry\.[a-z]+\.(?:org|com)|(?<![\w.:/])\/(?:work|home|root|Users)\/\w/
    const found = files.filter(({ text }) => local.test(text)).map(({ path }) => path)
    expect(found).toEqual([])
  })
})

function mayImport(path: string, layer: Layer, specifier: string): boolean {
  if (!specifier.startsWith('.')) {
    const name = specifier
      .split('/')
      .slice(0, specifier.startsWith('@') ? 2 : 1)
      .join('/')
    return layer.packages === 'any' || layer.packages.includes(name)
  }
  const target = join(dirname(path), specifier).split(sep).join('/')
  return target.startsWith(layer.path) || layer.ours.some((ours) => target.startsWith(ours))
}

/** Specifiers of static, re-exporting and dynamic imports, as written. */
function importsOf(text: string): string[] {
  const script = /^<script[^>]*>([\s\S]*?)^<\/script>/m.exec(text)?.[1] ?? text
  return ts.preProcessFile(script, true, true).importedFiles.map(({ fileName }) => fileName)
}

/** What differs between engines or from one moment to the next, as written. */
function engineMade(text: string): string[] {
  const found: string[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAccessExpression(node) && ENGINE_MADE.test(node.getText())) {
      found.push(node.getText())
    }
    if (ts.isNewExpression(node) && node.getText() === 'new Date()') found.push('new Date()')
    // Powers of two are exact everywhere.
    if (ts.isBinaryExpression(node) && node.operatorToken.getText() === '**') {
      if (node.left.getText() !== '2') found.push('**')
    }
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile('', text, ts.ScriptTarget.Latest, true))
  return found
}

function walk(folder: string): SourceFile[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (NOT_OURS.has(entry.name)) return []
    const full = join(folder, entry.name)
    if (entry.isDirectory()) return walk(full)
    if (!TEXT.test(entry.name)) return []
    return [{ path: relative(ROOT, full).split(sep).join('/'), text: readFileSync(full, 'utf8') }]
  })
}
