import { Page } from './page.ts'

/**
 * What is to be printed, with the places where a line may break, after Wadler, "A prettier
 * printer" (2003). A group is printed on one line where it fits there with what follows it up to
 * the next such place; otherwise its own lines break, those of the groups in it if need be.
 */
export type Document =
  | string
  | readonly Document[]
  /** A line break; where its group is on one line, `flat` in its stead. */
  | { readonly kind: 'line'; readonly flat: '' | ' ' }
  /** A line break whatever fits; with a gap, an empty line too. */
  | { readonly kind: 'newline'; readonly gap: boolean }
  /** The lines that begin in it are indented by two more. */
  | { readonly kind: 'nest'; readonly content: Document }
  | { readonly kind: 'group'; readonly content: Document }
  /** `own` has a line to itself, `trailing` stands behind what was printed last. */
  | { readonly kind: 'comment'; readonly text: string; readonly place: 'own' | 'trailing' }
  /** What follows is put in one column with that of the lines around it; see `Page`. */
  | { readonly kind: 'column'; readonly of: string; readonly blanks: number }

/** A blank, or a line break. */
export const LINE: Document = { kind: 'line', flat: ' ' }
/** Nothing, or a line break. */
export const SOFT_LINE: Document = { kind: 'line', flat: '' }

/** The lines that begin in it are indented by two more. */
export function nest(content: Document): Document {
  return { kind: 'nest', content }
}

/** On one line where it fits. */
export function group(content: Document): Document {
  return { kind: 'group', content }
}

/** Whether it has a line break whatever fits. */
export function isTall(document: Document): boolean {
  if (typeof document === 'string') return false
  if ('kind' in document) {
    if (document.kind === 'newline') return true
    return (document.kind === 'nest' || document.kind === 'group') && isTall(document.content)
  }
  return document.some(isTall)
}

interface Command {
  readonly indent: number
  /** Whether the lines of the group around it break. */
  readonly broken: boolean
  readonly content: Document
}

/** The text, in lines of at most `columns` where that can be, each ended by \n. */
export function printDocument(document: Document, columns: number): string {
  const page = new Page(columns)
  const commands: Command[] = [{ indent: 0, broken: true, content: document }]
  for (let command = commands.pop(); command !== undefined; command = commands.pop()) {
    const { indent, broken, content } = command
    if (typeof content === 'string') {
      page.write(content, indent)
    } else if (!('kind' in content)) {
      for (let i = content.length - 1; i >= 0; i--) {
        commands.push({ indent, broken, content: content[i]! })
      }
    } else {
      switch (content.kind) {
        case 'line':
          if (broken) page.continueLine(indent)
          else page.write(content.flat, indent)
          break
        case 'newline':
          if (content.gap) page.breakLine(0)
          page.breakLine(indent)
          break
        case 'nest':
          commands.push({ indent: indent + 2, broken, content: content.content })
          break
        case 'group': {
          const breaks = broken && !fits(content.content, commands, page.room(indent))
          commands.push({ indent, broken: breaks, content: content.content })
          break
        }
        case 'comment':
          page.comment(content.text, content.place, indent)
          break
        case 'column':
          page.column(content.of, content.blanks)
      }
    }
  }
  return page.text()
}

/**
 * Whether `content` fits on one line, with what follows it up to the next place that can break: a
 * group is only asked where the lines around it do break.
 */
function fits(content: Document, after: readonly Command[], columns: number): boolean {
  const pending: Document[] = [content]
  let next = after.length
  let within = true
  let commented = false
  for (let room = columns; room >= 0; ) {
    if (pending.length === 0) {
      if (commented || next === 0) return true
      within = false
      pending.push(after[--next]!.content)
    }
    const document = pending.pop()!
    if (typeof document === 'string') {
      if (commented && document !== '') return false
      room -= document.length
    } else if (!('kind' in document)) {
      for (let i = document.length - 1; i >= 0; i--) pending.push(document[i]!)
    } else {
      switch (document.kind) {
        case 'nest':
        case 'group':
          pending.push(document.content)
          break
        case 'newline':
          return true
        case 'line':
          if (!within) return true
          room -= document.flat.length
          break
        case 'comment':
          if (!within) return true
          if (document.place === 'own') return false
          commented = true
          break
        case 'column':
          break
      }
    }
  }
  return false
}
