import { compileText } from '../../editor/pipeline/compile-text.ts'
import type { StrategyModule } from '../../stdlib/module.ts'

/** A strategy's text made runnable; the benchmarks' own are without mistakes. */
export function moduleOf(text: string): StrategyModule {
  const { module, diagnostics } = compileText(text)
  if (module === undefined) throw new Error(JSON.stringify(diagnostics))
  return module
}
