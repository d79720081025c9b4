import { buildSync } from 'esbuild'
import type { Primitive } from '../builtin.ts'

/**
 * The primitives as they stand in `primitives/`, also those that the registry on disk does not
 * know yet.
 * @param root the `stdlib` folder
 * @param registry the registry's fresh text
 */
export function loadPrimitives(root: string, registry: string): readonly Primitive[] {
  const { outputFiles } = buildSync({
    stdin: { contents: registry, loader: 'ts', resolveDir: `${root}/generated` },
    bundle: true,
    format: 'cjs',
    write: false,
    logLevel: 'silent',
  })
  const module: { exports: { readonly PRIMITIVES?: readonly Primitive[] } } = { exports: {} }
  new Function('module', outputFiles[0]!.text)(module)
  return module.exports.PRIMITIVES ?? []
}
