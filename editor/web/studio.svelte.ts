import type { Diagnostic, Span } from '../../language/diagnostic.ts'
import { NO_LIBRARIES } from '../../language/libraries.ts'
import { normalised } from '../pipeline/normalised.ts'
import type { TextEdit } from '../pipeline/parameter-edits.ts'
import { finerName } from '../pipeline/strategy-bars.ts'
import { barsBeside, barsOf } from './bars-beside.ts'
import { draftNames, keepChoices, keepDraft, keptChoices, keptDraft, type Terms } from './kept.ts'
import { type AskLanguage, startLanguage } from './language-client.ts'
import { librariesFor } from './libraries.ts'
import { Runner } from './runner.svelte.ts'
import {
  listSeries,
  listStrategies,
  type Refusal,
  readPrices,
  readStrategy,
  type SeriesEntry,
  type StrategyEntry,
  saveStrategy,
} from './server.ts'
import { Theme } from './theme.svelte.ts'
import { Tour } from './tour.svelte.ts'

/** What the studio asks of the text's editor, once it stands. */
export interface TextEditor {
  /** Puts a text in place of another: nothing of the other can be undone. */
  readonly replace: (text: string) => void
  /** Changes the text as if typed: it can be undone. */
  readonly edit: (edits: readonly TextEdit[]) => void
  readonly reveal: (span: Span) => void
}

/** The file as another left it while it was edited here; version null: it is gone. */
export interface Conflict {
  readonly text: string
  readonly version: string | null
}

/** The studio: one text, prices to run it over, and what came of it. */
export class Studio {
  strategies = $state.raw<readonly StrategyEntry[]>([])
  series = $state.raw<readonly SeriesEntry[]>([])
  /** The file that is open; empty before the first. */
  name = $state('')
  text = $state('')
  seriesId = $state('')
  /** Values that stand in for those of the text, by parameter. */
  overrides = $state.raw<Readonly<Record<string, number>>>({})
  terms = $state.raw<Terms>(keptChoices().terms ?? {})
  diagnostics = $state.raw<readonly Diagnostic[]>([])
  conflict = $state.raw<Conflict>()
  /** What went wrong with the server, until it goes well. */
  refused = $state.raw<Refusal>()
  loading = $state(true)
  saving = $state(false)
  /** What a screen reader is told. */
  spoken = $state('')

  readonly theme = new Theme()
  readonly runner = new Runner((missing) => {
    const own = this.series.find(({ id }) => id === this.seriesId)
    return barsBeside(missing, this.series, own?.symbol ?? '')
  })
  readonly tour = new Tour(this)
  readonly ask: AskLanguage = startLanguage()
  editor: TextEditor | undefined
  /** The file's text and version as last read or saved; null: not yet in the folder. */
  #file = $state.raw<{ readonly text: string; readonly version: string | null }>({
    text: '',
    version: null,
  })
  /** The file's lines end as Windows ends them; here all end as the language reads them. */
  #crlf = false
  /** What is to be opened: an answer for another one comes too late. */
  #opening = ''
  #checking = false
  #libraries = NO_LIBRARIES

  /** Whether there is something to save. */
  get dirty(): boolean {
    return this.name !== '' && (this.text !== this.#file.text || this.isNew)
  }

  /** Whether the text is in no file yet. */
  get isNew(): boolean {
    return this.#file.version === null
  }

  get errors(): readonly Diagnostic[] {
    return this.diagnostics.filter(({ severity }) => severity === 'error')
  }

  /** The first look: what there is, and what was open before. */
  async start(): Promise<void> {
    this.loading = true
    const [strategies, series] = await Promise.all([listStrategies(), listSeries()])
    this.loading = false
    if ('refused' in strategies) return this.#refuse(strategies.refused)
    if ('refused' in series) return this.#refuse(series.refused)
    this.refused = undefined
    this.strategies = strategies.value
    this.series = series.value
    const choices = keptChoices()
    const first = this.series.find(({ id }) => id === choices.series) ?? this.series[0]
    const known = this.names.find((name) => name === choices.name)
    const open = known ?? this.names.find((name) => name.startsWith('sma_')) ?? this.names[0]
    await Promise.all([
      first && this.useSeries(first.id),
      open ? this.open(open) : this.begin('my_strategy.strat', ''),
    ])
  }

  /** Every text there is: the folder's, and those that are only kept here. */
  get names(): readonly string[] {
    const inFolder = this.strategies.map(({ name }) => name)
    const kept = [...draftNames(), this.name].filter((name) => name && !inFolder.includes(name))
    return [...new Set([...inFolder, ...kept])]
  }

  /** Opens a file of the folder, with what was typed and not saved, if anything was. */
  async open(name: string): Promise<void> {
    const draft = keptDraft(name)
    if (draft && !this.strategies.some((one) => one.name === name))
      return this.begin(name, draft.text)
    this.#opening = name
    const answer = await readStrategy(name)
    if (this.#opening !== name) return
    if ('refused' in answer) return this.#refuse(answer.refused)
    this.refused = undefined
    const { version } = answer.value
    const text = this.#read(answer.value.text)
    const changed = draft !== undefined && draft.text !== text
    this.#file = { text, version: changed ? draft.base : version }
    this.#show(name, changed ? draft.text : text)
    this.conflict = changed && draft.base !== version ? { text, version } : undefined
    keepChoices({ name })
  }

  /** Opens a file of the folder at a place in it. */
  async openAt(name: string, span: Span): Promise<void> {
    await this.open(name)
    if (this.name === name) this.editor?.reveal(span)
  }

  /** The text of a file that the text imports. */
  library(path: string): string | undefined {
    return this.#libraries.get(path)
  }

  /** Begins a text that is no file yet. */
  begin(name: string, text: string): void {
    this.#opening = name
    this.#file = { text: '', version: null }
    this.#crlf = false
    this.conflict = undefined
    keepChoices({ name })
    this.#show(name, text)
  }

  #show(name: string, text: string): void {
    this.name = name
    this.overrides = {}
    this.runner.trade = undefined
    this.editor?.replace(text)
    this.typed(text)
  }

  /** The text is this now. */
  typed(text: string): void {
    this.text = text
    const { version } = this.#file
    keepDraft(this.name, this.dirty ? { text, base: version } : undefined)
    this.#check()
    this.run()
    void this.#findLibraries()
  }

  /** What the text imports: once it is here the text is read anew. */
  async #findLibraries(): Promise<void> {
    const { text } = this
    const found = await librariesFor(text, this.strategies, this.#libraries)
    if (text !== this.text || found === this.#libraries) return
    this.#libraries = found
    this.runner.useLibraries(found)
    await this.ask('useLibraries', '', found)
    this.#check()
    this.run()
  }

  /** Goes back to what the file is now; what was typed can be had again by undoing that. */
  async revert(): Promise<void> {
    const { name } = this
    const answer = await readStrategy(name)
    if (name !== this.name) return
    if ('refused' in answer) return this.#refuse(answer.refused)
    this.#take({ ...answer.value, text: this.#read(answer.value.text) })
  }

  async save(): Promise<void> {
    if (this.saving || !this.dirty) return
    const { name, text } = this
    this.saving = true
    const written = this.#crlf ? text.replaceAll('\n', '\r\n') : text
    const saved = await saveStrategy(name, written, this.#file.version)
    this.saving = false
    if (name !== this.name) {
      // Another file is open by now: of this one only the draft is looked after.
      if (saved.kind === 'saved') keepDraft(name, undefined)
      return this.#relist()
    }
    switch (saved.kind) {
      case 'saved':
        this.refused = undefined
        this.conflict = undefined
        this.#file = { text, version: saved.version }
        keepDraft(name, this.dirty ? { text: this.text, base: saved.version } : undefined)
        this.spoken = `${name} is saved.`
        keepChoices({ name })
        return this.#relist()
      case 'conflict':
        this.conflict = saved.current
          ? { ...saved.current, text: this.#read(saved.current.text) }
          : { text: '', version: null }
        return
      case 'refused':
        return this.#refuse(saved.refused)
    }
  }

  /** Saves what is here over what another left. */
  keepMine(): Promise<void> {
    const { text, version } = this.conflict!
    this.conflict = undefined
    this.#file = { text, version }
    return this.save()
  }

  /** Takes what another left, in place of what is here. */
  takeTheirs(): void {
    this.#take(this.conflict!)
  }

  #take({ text, version }: Conflict): void {
    this.conflict = undefined
    this.#file = { text, version }
    this.editor?.edit([{ span: { start: 0, end: this.text.length }, replacement: text }])
    this.typed(text)
  }

  /** Leaves both as they are: the next save asks again. */
  decideLater(): void {
    this.conflict = undefined
  }

  /** Looks whether the file was changed elsewhere: a text without changes here follows it. */
  async look(): Promise<void> {
    const { name } = this
    if (name === '' || this.#file.version === null || this.saving || this.conflict) return
    void this.#findLibraries()
    const answer = await readStrategy(name)
    if ('refused' in answer || name !== this.name) return
    const { version } = answer.value
    if (version === this.#file.version) return
    const text = this.#read(answer.value.text)
    if (this.dirty) {
      if (text === this.text) this.#file = { text, version }
      else this.conflict = { text, version }
      return
    }
    this.#file = { text, version }
    this.#show(name, text)
    this.spoken = `${name} was changed elsewhere and is read again.`
  }

  async useSeries(id: string): Promise<void> {
    const series = this.series.find((one) => one.id === id)
    if (series === undefined) return
    this.seriesId = id
    const answer = await readPrices(series)
    if (this.seriesId !== id) return
    if ('refused' in answer) return this.#refuse(answer.refused)
    this.refused = undefined
    keepChoices({ series: id })
    const finer = await this.#finerOf(series)
    if (this.seriesId !== id) return
    const { symbol } = series
    this.runner.usePrices({ ...answer.value, symbol, ...(finer && { finer }) })
    this.run()
  }

  /** Shorter bars of the same symbol, which settle the order of fills. */
  async #finerOf({ finer }: SeriesEntry) {
    const entry =
      this.terms.finer === 'none' ? undefined : this.series.find(({ id }) => id === finer)
    const read = entry && (await barsOf(entry))
    return read && { ...read, name: finerName(read) }
  }

  run(): void {
    const { finer: _, ...asked } = this.terms
    this.runner.run(this.text, { parameters: this.#known(this.overrides), ...asked })
  }

  /** How runs are made from now on; absent is the strategy's or the house's way. */
  setTerms(terms: Terms): void {
    const { finer } = this.terms
    this.terms = terms
    keepChoices({ terms })
    if (finer === terms.finer) this.run()
    else void this.useSeries(this.seriesId)
  }

  setParameter(name: string, value: number): void {
    const { [name]: _, ...others } = this.overrides
    const written = this.runner.parameters.find((one) => one.name === name)?.value
    this.overrides = value === written ? others : { ...others, [name]: value }
    this.run()
  }

  resetParameters(): void {
    this.overrides = {}
    this.run()
  }

  /** Writes the values of the sliders into the text. */
  async writeParameters(): Promise<void> {
    const { text, overrides } = this
    const edits = await this.ask('parameterEdits', text, this.runner.parameters, { ...overrides })
    if (text !== this.text) return
    this.overrides = {}
    this.editor?.edit(edits)
  }

  /** A parameter that the text no longer has is nobody's. */
  #known(values: Readonly<Record<string, number>>): Record<string, number> {
    const names = new Set(this.runner.parameters.map(({ name }) => name))
    return Object.fromEntries(Object.entries(values).filter(([name]) => names.has(name)))
  }

  /** One question at a time: what was typed meanwhile is asked next, what came before never. */
  async #check(): Promise<void> {
    if (this.#checking) return
    this.#checking = true
    let asked: string
    do {
      asked = this.text
      this.diagnostics = await this.ask('diagnostics', asked)
    } while (asked !== this.text)
    this.#checking = false
  }

  #read(text: string): string {
    this.#crlf = text.includes('\r\n')
    return normalised(text)
  }

  async #relist(): Promise<void> {
    const answer = await listStrategies()
    if ('value' in answer) this.strategies = answer.value
  }

  #refuse(refused: Refusal): void {
    this.refused = refused
  }
}
