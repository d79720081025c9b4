import { parameterText } from '../../runtime/report/words.ts'
import { MATH } from '../../stdlib/math.ts'
import type { StrategyModule } from '../../stdlib/module.ts'

/** What the strategy requires of its parameters and these do not fulfil, a sentence each. */
export function brokenRequires(module: StrategyModule, parameters: Float64Array): string[] {
  const values = module.meta.parameters.map(
    (parameter, index) =>
      `${parameter.name} = ${parameterText(parameter, parameters[index] ?? Number.NaN)}`,
  )
  return module
    .broken(parameters, MATH)
    .map((text) => `The strategy requires ${text}, which does not hold for ${values.join(', ')}.`)
}
