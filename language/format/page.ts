interface Row {
  readonly indent: number
  text: string
  /** Behind the text. */
  comment: string
  column?: Column
  /** What begins here goes on in the next row. */
  continued: boolean
}

/** Where a text is divided, to be put in columns with the rows of its kind around it. */
interface Column {
  readonly of: string
  readonly at: number
  /** The blanks that are written there. */
  readonly blanks: number
}

/** Takes a document's parts as they come; what stands in columns is put there at the end. */
export class Page {
  private readonly rows: Row[] = []
  private row: Row = emptyRow(0)
  /** A comment goes to the end of its line: what follows begins another. */
  private full = false

  constructor(private readonly columns: number) {}

  /** The columns left for what is written next. */
  room(indent: number): number {
    return this.columns - (this.full ? indent : this.row.indent + this.row.text.length)
  }

  /** Blanks at the beginning of a line are left out. */
  write(text: string, indent: number): void {
    const blank = text.trim() === ''
    if (this.full && !blank) this.continueLine(indent)
    if (!blank || (this.row.text !== '' && !this.full)) this.row.text += text
  }

  comment(text: string, place: 'own' | 'trailing', indent: number): void {
    if (place === 'trailing') {
      this.row.comment = text
    } else {
      if (this.row.text !== '') this.continueLine(indent)
      this.row.text = text
    }
    this.full = true
  }

  /** Divides the line here. */
  column(of: string, blanks: number): void {
    if (!this.full) this.row.column = { of, at: this.row.text.length, blanks }
  }

  /** A line break inside of what has begun. */
  continueLine(indent: number): void {
    this.row.continued = true
    this.breakLine(indent)
  }

  /** A line break, but for one before the first line. */
  breakLine(indent: number): void {
    const isFirst = this.rows.length === 0 && this.row.text === ''
    this.row.text = this.row.text.trimEnd()
    if (!isFirst) this.rows.push(this.row)
    this.row = emptyRow(indent)
    this.full = false
  }

  text(): string {
    this.breakLine(0)
    for (const run of runsOf(this.rows, divided)) alignColumns(run, this.columns)
    for (const run of runsOf(this.rows, commented)) alignComments(run, this.columns)
    return this.rows.map(({ indent, text }) => `${text && ' '.repeat(indent)}${text}\n`).join('')
  }
}

function emptyRow(indent: number): Row {
  return { indent, text: '', comment: '', continued: false }
}

/** Rows of one kind and indentation that follow one another. */
function runsOf(rows: readonly Row[], kindOf: (row: Row) => string | undefined): Row[][] {
  const runs: Row[][] = []
  let before: string | undefined
  for (const row of rows) {
    const kind = kindOf(row) && `${row.indent} ${kindOf(row)}`
    if (kind !== undefined && kind === before) runs.at(-1)!.push(row)
    else if (kind !== undefined) runs.push([row])
    before = kind
  }
  return runs
}

function divided({ column, continued }: Row): string | undefined {
  return continued ? undefined : column?.of
}

function commented({ comment }: Row): string | undefined {
  return comment === '' ? undefined : 'comment'
}

/**
 * One blank behind the longest beginning; where the writer has lined them up with two, that stays.
 * A row that would be too long is left alone.
 */
function alignColumns(run: readonly Row[], columns: number): void {
  const widest = widestOf(run.map(({ column }) => column!.at))
  const fitting = run.filter(
    ({ indent, text, column }) => indent + text.length + widest - column!.at < columns,
  )
  const wide = fitting.every(({ column }) => column!.at + column!.blanks === widest + 2)
  const extra = wide && fitting.length > 1 ? 1 : 0
  for (const row of fitting) {
    const { at } = row.column!
    row.text = row.text.slice(0, at) + ' '.repeat(widest - at + extra) + row.text.slice(at)
  }
}

/** In one column, two blanks behind the longest text, where there is room. */
function alignComments(run: readonly Row[], columns: number): void {
  const widest = widestOf(run.map(({ text }) => text.length))
  const longest = widestOf(run.map(({ comment }) => comment.length))
  const column = run[0]!.indent + widest + 2 + longest > columns ? 0 : widest
  for (const row of run) row.text = `${row.text.padEnd(column)}  ${row.comment}`
}

function widestOf(lengths: readonly number[]): number {
  return lengths.reduce((widest, length) => Math.max(widest, length), 0)
}
