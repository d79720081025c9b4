import type { Builtins, ExternLibrary } from '../builtins.ts'
import { check } from '../check/check.ts'
import { type Memory, newMemory } from '../check/memory.ts'
import { newRecording, type Recording } from '../check/recording.ts'
import type { TypedProgram } from '../check/typed.ts'
import type { Diagnostic, Span } from '../diagnostic.ts'
import { type Libraries, NO_LIBRARIES } from '../libraries.ts'
import type { Program } from '../syntax/ast.ts'
import type { Comment } from '../syntax/lex.ts'
import { assembled, MAX_LENGTH, type Parsed, parse } from '../syntax/parse.ts'
import { readSections, type Sections } from '../syntax/sections.ts'
import { type SymbolTable, symbolsOf } from './symbols.ts'

/** All that is known of one text; every other function of the service reads it. */
export interface Analysis {
  readonly source: string
  readonly builtins: Builtins
  /** The builtins with what the extern libraries bring that it imports. */
  readonly callable: Builtins
  readonly externs: readonly ExternLibrary[]
  /** What it may import, by path. */
  readonly libraries: Libraries
  readonly tree: Program
  readonly comments: readonly Comment[]
  /** Of syntax and meaning, in source order. */
  readonly diagnostics: readonly Diagnostic[]
  /** Present where no diagnostic is an error. */
  readonly program?: TypedProgram
  readonly recording: Recording
  /** Made when it is first asked for. */
  readonly table: SymbolTable
}

/** Reads and checks a text once. Never throws; quick enough for every keystroke. */
export function analyse(
  source: string,
  builtins: Builtins,
  libraries: Libraries = NO_LIBRARIES,
): Analysis {
  return analysed(parse(source), source, builtins, libraries)
}

/** Analyses one text after another as it is edited; the analysis before is then spent. */
export type AnalyseEdited = (source: string, libraries?: Libraries) => Analysis

/**
 * The same as `analyse`, for a text that is being edited: what an edit does not concern is taken
 * over from the analysis before.
 */
export function analyseEdits(builtins: Builtins): AnalyseEdited {
  let sections: Sections | undefined
  let memory = newMemory()
  let beside = NO_LIBRARIES
  return (source, libraries = NO_LIBRARIES) => {
    if (source.length > MAX_LENGTH) return analyse(source, builtins, libraries)
    if (libraries !== beside) memory = newMemory()
    beside = libraries
    sections = readSections(source, sections)
    memory.sections = sections.list
    return analysed(assembled(sections), source, builtins, libraries, memory)
  }
}

function analysed(
  { tree, diagnostics: ofSyntax, comments }: Parsed,
  source: string,
  builtins: Builtins,
  libraries: Libraries,
  memory?: Memory,
): Analysis {
  const recording = newRecording()
  const {
    program,
    diagnostics: ofMeaning,
    builtins: callable,
    externs,
  } = check(tree, source, builtins, recording, {
    libraries,
    path: '',
    ...(memory === undefined ? {} : { memory }),
  })
  const diagnostics = [...ofSyntax, ...ofMeaning].sort(
    (a, b) => a.span.start - b.span.start || a.span.end - b.span.end,
  )
  const broken = diagnostics.some(({ severity }) => severity === 'error')
  let table: SymbolTable | undefined
  return {
    source,
    builtins,
    callable,
    externs,
    libraries,
    tree,
    comments,
    diagnostics: diagnostics.map(copyOf),
    ...(broken || program === undefined ? {} : { program }),
    recording,
    get table() {
      table ??= symbolsOf(tree, source)
      return table
    },
  }
}

/** With places of its own: those of the tree move when the text is edited. */
function copyOf({ span, labels, fix, ...rest }: Diagnostic): Diagnostic {
  const at = ({ start, end }: Span): Span => ({ start, end })
  return {
    ...rest,
    span: at(span),
    labels: labels.map((label) => ({ ...label, span: at(label.span) })),
    ...(fix && { fix: { ...fix, span: at(fix.span) } }),
  }
}
