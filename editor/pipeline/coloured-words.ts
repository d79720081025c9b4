import { Reserved, WORDS } from '../../language/syntax/tokens.ts'

/** Words that are never names. */
export const RESERVED: readonly string[] = [...WORDS].flatMap(([word, { CATEGORIES = [] }]) =>
  CATEGORIES.includes(Reserved) ? [word] : [],
)

/** Words that mean something in their place and are names elsewhere. */
export const CONTEXTUAL: readonly string[] = [...WORDS.keys()].filter(
  (word) => !RESERVED.includes(word),
)

/**
 * What a text is made of besides its words, as patterns that Monaco and TextMate read alike, the
 * first that fits counts. Colours come from these at once; what a name means the service tells.
 */
export const PATTERNS = {
  docComment: '///.*$',
  comment: '//.*$',
  text: '"(?:[^"\\\\]|\\\\.)*"?',
  date: '\\d{4}-\\d{2}-\\d{2}\\b|\\d{1,2}:\\d{2}\\b',
  number: '\\d+(?:\\.\\d+)?(?:%|[A-Za-z]\\w*)?',
  called: '[A-Za-z_]\\w*(?=\\s*\\()',
  name: '[A-Za-z_]\\w*',
  operator: '==|!=|<=|>=|\\?\\?|\\.\\.|[-+*/<>=@]',
} as const
