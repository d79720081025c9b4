import { POLICIES, type Policy } from '../../runtime/core/policy.ts'
import { didYouMean } from './did-you-mean.ts'

export type NamedPolicy = { readonly policy: Policy } | { readonly problem: string }

/** The fill policy that goes by a name. */
export function policyNamed(name: string): NamedPolicy {
  const policies: ReadonlyMap<string, Policy> = new Map(Object.entries(POLICIES))
  const policy = policies.get(name)
  if (policy !== undefined) return { policy }
  const names = [...policies.keys()]
  return {
    problem: `there is no such policy.${didYouMean(name, names)} There are: ${names.join(', ')}.`,
  }
}
