import type { editor } from 'monaco-editor/editor/editor.api'
import type { Palette } from '../../../runtime/report/web/palette.ts'

/** Colours of words, dark enough to be read on the page's card; the same hues as its plots. */
const LIGHT = { keyword: '#7a3fc4', word: '#0a6f75', text: '#0b6e4c', number: '#8f5200' } as const
const DARK = { keyword: '#b895f5', word: '#4fd0d6', text: '#5fd0a0', number: '#f5b14c' } as const

/** The editor's colours, from those of the page. */
export function editorTheme(palette: Palette, dark: boolean): editor.IStandaloneThemeData {
  const words = dark ? DARK : LIGHT
  const plain = (colour: string) => colour.replace('#', '')
  const rule = (token: string, colour: string, fontStyle = '') => ({
    token,
    foreground: plain(colour),
    fontStyle,
  })
  return {
    base: dark ? 'vs-dark' : 'vs',
    inherit: true,
    rules: [
      rule('', palette.ink),
      rule('comment', palette.muted, 'italic'),
      rule('comment.doc', palette.muted),
      rule('keyword', words.keyword),
      rule('type', words.word),
      rule('string', words.text),
      rule('number', words.number),
      rule('function', palette.accent),
      rule('operator', palette.muted),
      rule('variable', palette.ink),
      rule('variable.defaultLibrary', words.word),
      rule('parameter', words.number),
      rule('property', palette.ink),
      rule('enumMember', words.word),
    ],
    colors: {
      'editor.background': palette.card,
      'editor.foreground': palette.ink,
      'editorLineNumber.foreground': palette.muted,
      'editorLineNumber.activeForeground': palette.ink,
      'editorLineNumber.dimmedForeground': palette.muted,
      'editor.lineHighlightBackground': palette.paper,
      'editor.lineHighlightBorder': palette.paper,
      'editorInlayHint.foreground': palette.muted,
      'editorInlayHint.background': palette.paper,
      'editorInlayHint.typeForeground': palette.muted,
      'editorInlayHint.typeBackground': palette.paper,
      'editorCursor.foreground': palette.accent,
      'editorWidget.background': palette.card,
      'editorWidget.border': palette.line,
      'editorHoverWidget.background': palette.card,
      'editorHoverWidget.border': palette.line,
      'editorSuggestWidget.background': palette.card,
      'editorSuggestWidget.border': palette.line,
      'editorSuggestWidget.foreground': palette.ink,
      'editorSuggestWidget.selectedBackground': palette.paper,
      'editorSuggestWidget.selectedForeground': palette.ink,
      'editorSuggestWidget.highlightForeground': palette.accent,
      'editorSuggestWidget.focusHighlightForeground': palette.accent,
      'list.highlightForeground': palette.accent,
      'list.focusHighlightForeground': palette.accent,
      'quickInput.background': palette.card,
      'quickInputList.focusBackground': palette.paper,
      'quickInputList.focusForeground': palette.ink,
      'editorError.foreground': palette.loss,
      'editorIndentGuide.background1': palette.line,
      focusBorder: palette.accent,
    },
  }
}
