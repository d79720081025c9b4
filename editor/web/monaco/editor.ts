/** The text's editor: Monaco with what Strat needs of it, one chunk, loaded when the page stands. */
import * as monaco from 'monaco-editor/editor/editor.api'
import EditorWorker from 'monaco-editor/editor/editor.worker?worker'
import './features.ts'
import type { Diagnostic, Span } from '../../../language/diagnostic.ts'
import type { Palette } from '../../../runtime/report/web/palette.ts'
import type { AskLanguage } from '../language-client.ts'
import type { TextEditor } from '../studio.svelte.ts'
import { rangeOf, spanOf } from './place.ts'
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
  /** The text of a file that the text imports. */
  readonly library: (path: string) => string | undefined
  /** Goes to a place in such a file. */
  readonly open: (path: string, span: Span) => void
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
  if (!asking)
    registerProviders(LANGUAGE, host.ask, (path) => libraryModel(path, host.library(path)))
  asking = true
  const opener = monaco.editor.registerEditorOpener({
    openCodeEditor: (_, { scheme, path }, place) => {
      const other = libraryModel(path, host.library(path))
      if (scheme !== LIBRARY || other === undefined) return false
      const range = place && 'startLineNumber' in place ? spanOf(other, place) : undefined
      host.open(path, range ?? { start: 0, end: 0 })
      return true
    },
  })
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
      opener.dispose()
      editor.dispose()
      model.dispose()
    },
  }
}

/** The scheme of imported files' places: their paths from the folder. */
const LIBRARY = 'imported'

/** An imported file's text, for places in it and to look into it; a script is shown by no editor. */
function libraryModel(
  path: string,
  text: string | undefined,
): monaco.editor.ITextModel | undefined {
  if (text === undefined || !path.endsWith('.strat')) return undefined
  const uri = monaco.Uri.from({ scheme: LIBRARY, path })
  const known = monaco.editor.getModel(uri)
  known?.setValue(text)
  return known ?? monaco.editor.createModel(text, LANGUAGE, uri)
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
