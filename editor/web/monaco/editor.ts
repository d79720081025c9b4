/** The text's editor: Monaco with what Strat needs of it, one chunk, loaded when the page stands. */
import * as monaco from 'monaco-editor/editor/editor.api'
import EditorWorker from 'monaco-editor/editor/editor.worker?worker'
import './features.ts'
import type { Diagnostic } from '../../../language/diagnostic.ts'
import type { Palette } from '../../../runtime/report/web/palette.ts'
import type { AskLanguage } from '../language-client.ts'
import type { TextEditor } from '../studio.svelte.ts'
import { rangeOf } from './place.ts'
import { registerProviders } from './providers.ts'
import { editorTheme } from './theme.ts'
import { CONFIGURATION, TOKENS } from './tokens.ts'

export interface StratEditor extends TextEditor {
  readonly mark: (diagnostics: readonly Diagnostic[]) => void
  readonly focus: () => void
  readonly dispose: () => void
}

export interface EditorHost {
  readonly text: string
  readonly ask: AskLanguage
  readonly typed: (text: string) => void
  readonly save: () => void
}

const LANGUAGE = 'strat'
const THEME = 'strat'

self.MonacoEnvironment = { getWorker: () => new EditorWorker({ name: 'editor' }) }
monaco.languages.register({ id: LANGUAGE, extensions: ['.strat'] })
monaco.languages.setLanguageConfiguration(LANGUAGE, CONFIGURATION)
monaco.languages.setMonarchTokensProvider(LANGUAGE, TOKENS)

/** The colours of every editor on the page. */
export function useTheme(palette: Palette, dark: boolean): void {
  monaco.editor.defineTheme(THEME, editorTheme(palette, dark))
  monaco.editor.setTheme(THEME)
}

let asking = false

/** An editor that fills `container`. */
export function createEditor(container: HTMLElement, host: EditorHost): StratEditor {
  // Monaco's providers are the page's, not an editor's.
  if (!asking) registerProviders(LANGUAGE, host.ask)
  asking = true
  const model = monaco.editor.createModel(host.text, LANGUAGE)
  model.setEOL(monaco.editor.EndOfLineSequence.LF)
  const editor = monaco.editor.create(container, {
    model,
    theme: THEME,
    ariaLabel: 'Strategy text. Ctrl+M lets Tab leave the editor.',
    automaticLayout: true,
    fontSize: 13,
    lineHeight: 21,
    fontFamily: 'ui-monospace, SFMono-Regular, Menlo, Consolas, monospace',
    minimap: { enabled: false },
    scrollBeyondLastLine: false,
    lineNumbersMinChars: 3,
    tabSize: 2,
    insertSpaces: true,
    detectIndentation: false,
    renderLineHighlight: 'line',
    padding: { top: 12, bottom: 12 },
    fixedOverflowWidgets: true,
    wordBasedSuggestions: 'off',
    quickSuggestions: { other: true, strings: true, comments: false },
    unicodeHighlight: { ambiguousCharacters: false },
    stickyScroll: { enabled: false },
    'semanticHighlighting.enabled': true,
  })
  editor.addCommand(monaco.KeyMod.CtrlCmd | monaco.KeyCode.KeyS, host.save)
  // On Linux Monaco has another key for it; here it is one everywhere.
  editor.addCommand(monaco.KeyMod.Shift | monaco.KeyMod.Alt | monaco.KeyCode.KeyF, () =>
    editor.trigger('studio', 'editor.action.formatDocument', undefined),
  )
  let silent = false
  model.onDidChangeContent(() => {
    if (!silent) host.typed(model.getValue())
  })
  return {
    replace: (text) => {
      if (text === model.getValue()) return
      silent = true
      model.setValue(text)
      model.setEOL(monaco.editor.EndOfLineSequence.LF)
      silent = false
    },
    edit: (edits) => {
      editor.pushUndoStop()
      editor.executeEdits(
        'studio',
        edits.map(({ span, replacement }) => ({
          range: rangeOf(model, span),
          text: replacement,
        })),
      )
      editor.pushUndoStop()
    },
    reveal: (span) => {
      const range = rangeOf(model, span)
      editor.setSelection(range)
      editor.revealRangeInCenterIfOutsideViewport(range)
      editor.focus()
    },
    mark: (diagnostics) => {
      monaco.editor.setModelMarkers(
        model,
        LANGUAGE,
        diagnostics.map((diagnostic) => markerOf(model, diagnostic)),
      )
    },
    focus: () => editor.focus(),
    dispose: () => {
      editor.dispose()
      model.dispose()
    },
  }
}

function markerOf(
  model: monaco.editor.ITextModel,
  { code, severity, span, message, hint, labels }: Diagnostic,
): monaco.editor.IMarkerData {
  return {
    ...rangeOf(model, span),
    code,
    message: `${message}\n${hint}`,
    severity: monaco.MarkerSeverity[severity === 'error' ? 'Error' : 'Warning'],
    relatedInformation: labels.map((label) => ({
      ...rangeOf(model, label.span),
      resource: model.uri,
      message: label.message,
    })),
  }
}

/** Two texts side by side, or one above the other where there is no room. */
export function createComparison(
  container: HTMLElement,
  theirs: string,
  mine: string,
): { readonly dispose: () => void } {
  const original = monaco.editor.createModel(theirs, LANGUAGE)
  const modified = monaco.editor.createModel(mine, LANGUAGE)
  const comparison = monaco.editor.createDiffEditor(container, {
    theme: THEME,
    automaticLayout: true,
    readOnly: true,
    originalEditable: false,
    fontSize: 12,
    minimap: { enabled: false },
    scrollBeyondLastLine: false,
    renderSideBySide: container.clientWidth > 700,
    originalAriaLabel: 'The file as it is now',
    modifiedAriaLabel: 'The text as it is here',
  })
  // Disposing of an editor does not stop what compares for it: of that, only its owner can dispose.
  const compared = comparison.createViewModel({ original, modified })
  comparison.setModel(compared)
  return {
    dispose: () => {
      comparison.dispose()
      compared.dispose()
      original.dispose()
      modified.dispose()
    },
  }
}
