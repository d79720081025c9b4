import { CATALOGUE, type CatalogueEntry, type Code } from './catalogue.ts'
import type { Diagnostic, Fix, Label, Span } from './diagnostic.ts'

/**
 * The diagnostic of catalogue entry `code` at `span`, its templates filled from `values`. A hint
 * that says what to write in just this place goes before the entry's own.
 * Asserts that every `{name}` of the templates is given.
 */
export function diagnose(
  code: Code,
  span: Span,
  values: Readonly<Record<string, string>> = {},
  extra: { readonly labels?: readonly Label[]; readonly fix?: Fix; readonly hint?: string } = {},
): Diagnostic {
  const entry: CatalogueEntry = CATALOGUE[code]
  return {
    code,
    severity: entry.severity,
    span,
    message: fill(entry.message, values, code),
    hint: extra.hint ?? fill(entry.hint, values, code),
    labels: extra.labels ?? [],
    ...(extra.fix === undefined ? {} : { fix: extra.fix }),
  }
}

function fill(template: string, values: Readonly<Record<string, string>>, code: string): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name]
    if (value === undefined) throw new Error(`diagnostic ${code} lacks its {${name}}`)
    return value
  })
}
