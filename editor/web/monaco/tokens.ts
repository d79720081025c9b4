import type { languages } from 'monaco-editor/editor/editor.api'
import { CONTEXTUAL, PATTERNS, RESERVED } from '../../pipeline/coloured-words.ts'

/** Colours the text at once; what the words mean here the language service tells. */
export const TOKENS: languages.IMonarchLanguage = {
  reserved: [...RESERVED],
  contextual: [...CONTEXTUAL],
  tokenizer: {
    root: [
      [new RegExp(PATTERNS.docComment), 'comment.doc'],
      [new RegExp(PATTERNS.comment), 'comment'],
      [new RegExp(PATTERNS.text), 'string'],
      [new RegExp(PATTERNS.date), 'number.date'],
      [new RegExp(PATTERNS.number), 'number'],
      [new RegExp(PATTERNS.called), { cases: { '@reserved': 'keyword', '@default': 'function' } }],
      [
        new RegExp(PATTERNS.name),
        { cases: { '@reserved': 'keyword', '@contextual': 'type', '@default': 'identifier' } },
      ],
      [/[{}()[\]]/, '@brackets'],
      [new RegExp(PATTERNS.operator), 'operator'],
    ],
  },
}

/** Brackets, comments and what is closed by itself. */
export const CONFIGURATION: languages.LanguageConfiguration = {
  comments: { lineComment: '//' },
  brackets: [
    ['{', '}'],
    ['[', ']'],
    ['(', ')'],
  ],
  autoClosingPairs: [
    { open: '{', close: '}' },
    { open: '[', close: ']' },
    { open: '(', close: ')' },
    { open: '"', close: '"', notIn: ['string', 'comment'] },
  ],
  indentationRules: {
    increaseIndentPattern: /^\s*(?:enter|exit)\b.*$|\{\s*$/,
    decreaseIndentPattern: /^\s*\}/,
  },
}
