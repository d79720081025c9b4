/** A half-open range of UTF-16 offsets in one source text. */
export interface Span {
  readonly start: number
  readonly end: number
}

export type Severity = 'error' | 'warning'

/** A second place that explains the first: "because of what". */
export interface Label {
  readonly span: Span
  readonly message: string
}

/** A machine-applicable edit that removes the mistake. */
export interface Fix {
  readonly title: string
  readonly span: Span
  readonly replacement: string
}

/**
 * One mistake in a source text, as plain data. `code` names an entry of the catalogue
 * (`language/catalogue.ts`); `message` says what is wrong in the reader's words, `hint` begins
 * with a verb and says how to mend it.
 */
export interface Diagnostic {
  readonly code: string
  readonly severity: Severity
  readonly span: Span
  readonly message: string
  readonly hint: string
  readonly labels: readonly Label[]
  readonly fix?: Fix
}
