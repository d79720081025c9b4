import { rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CodeAction, CompletionItem, TextEdit } from 'vscode-languageserver/node'
import { TextDocument } from 'vscode-languageserver-textdocument'
import { BUNDLE_FOLDER, BUNDLED, makeBundle } from '../../command/processes.ts'
import { ROOT } from '../../command/strat.ts'
import { type LspClient, lspClient } from './lsp-client.ts'

const HEAD = 'strategy "Example"\n\ntimeframe 1d\n\n'

let client: LspClient
beforeAll(async () => {
  makeBundle()
  client = await lspClient(BUNDLED)
})
afterAll(() => {
  client.process.kill()
  rmSync(ROOT + BUNDLE_FOLDER, { recursive: true, force: true })
})

const ask = <Answer>(method: string, params: object) =>
  client.connection.sendRequest<Answer>(`textDocument/${method}`, params)
const codesOf = async ({ uri, version }: TextDocument) =>
  (await client.told(uri, version)).diagnostics.map(({ code }) => code)

describe('documents', () => {
  test('several are open, each with its own text, none read from the disk', async () => {
    const one = client.open('file:///nowhere/one.strat', `${HEAD}let x = clsoe`)
    const two = client.open('file:///nowhere/two.strat', `${HEAD}let x = close`)
    expect(await codesOf(one)).toEqual(['unknown-name'])
    expect(await codesOf(two)).toEqual([])
    const at = one.getText().indexOf('clsoe')
    client.change(one, { start: at, end: at + 5 }, 'close')
    client.change(two, { start: at, end: at + 5 }, 'open + 2%')
    expect(await codesOf(one)).toEqual([])
    expect(await codesOf(two)).toEqual(['percent-added'])
  })

  test('one that is closed is told to have no mistakes, and is known no more', async () => {
    const document = client.open('file:///nowhere/gone.strat', 'let')
    await client.told(document.uri, 1)
    client.close(document)
    expect((await client.told(document.uri)).diagnostics).toEqual([])
    const asked = ask('hover', {
      textDocument: { uri: document.uri },
      position: { line: 0, character: 0 },
    })
    await expect(asked).rejects.toThrow('gone.strat is not open')
  })

  test('edits in one message are made one after the other', async () => {
    const uri = 'untitled:edits.strat'
    client.open(uri, `${HEAD}let a = 1\nlet b = 2\n`)
    const [line, none] = [
      { line: 4, character: 0 },
      { line: 5, character: 0 },
    ]
    await client.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version: 2 },
      contentChanges: [
        { range: { start: line, end: none }, text: '' },
        { range: { start: { line: 4, character: 4 }, end: { line: 4, character: 5 } }, text: 'é𝄞' },
        { text: `${HEAD}let whole = clsoe` },
      ],
    })
    expect((await client.told(uri, 2)).diagnostics.map(({ code }) => code)).toEqual([
      'unknown-name',
    ])
  })
})

test('characters are UTF-16 units', async () => {
  const document = client.open('untitled:utf16.strat', `${HEAD}/// 𝄞𝄞\nlet x = "𝄞" clsoe\n`)
  const { diagnostics } = await client.told(document.uri, 1)
  const places = diagnostics.map(({ range }) => document.getText(range))
  expect(places).toContain('clsoe')
  const found = diagnostics.find(({ range }) => document.getText(range) === 'clsoe')!
  // `let x = "` has nine, the clef two, the quote and the blank two.
  expect(found.range.start).toEqual({ line: 5, character: 13 })
})

test('lines may end with CR LF, and still do after formatting', async () => {
  const text = `${HEAD}let   x=clsoe\nlet y = close\n`.replaceAll('\n', '\r\n')
  const document = client.open('untitled:crlf.strat', text)
  const { diagnostics } = await client.told(document.uri, 1)
  expect(diagnostics.map(({ range }) => range.start)).toEqual([{ line: 4, character: 8 }])
  const edits = await ask<TextEdit[]>('formatting', {
    textDocument: { uri: document.uri },
    options: {},
  })
  // Only what changes is replaced.
  expect(edits).toHaveLength(1)
  expect(edits[0]!.range.start.line).toBe(4)
  expect(edits[0]!.range.end.line).toBe(4)
  expect(TextDocument.applyEdits(document, edits)).toBe(
    `${HEAD}let x = clsoe\nlet y = close\n`.replaceAll('\n', '\r\n'),
  )
})

test('what is laid out, and what has mistakes, is left as it is', async () => {
  for (const [uri, text] of [
    ['untitled:laid-out.strat', `${HEAD}let x = close\n`],
    ['untitled:broken.strat', `${HEAD}let x = (\n`],
  ] as const) {
    client.open(uri, text)
    expect(await ask('formatting', { textDocument: { uri }, options: {} })).toEqual([])
  }
})

test('a question that is taken back before its turn is not answered', async () => {
  const document = client.open('untitled:cancel.strat', `${HEAD}${'let x = close\n'.repeat(400)}`)
  await client.told(document.uri, 1)
  const at = { textDocument: { uri: document.uri }, position: { line: 4, character: 9 } }
  // Ids of our own, so that they can be taken back in the same breath.
  const { stdin } = client.process
  const message = (body: object) => {
    const text = JSON.stringify({ jsonrpc: '2.0', ...body })
    return `Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`
  }
  const answers: string[] = []
  client.process.stdout!.on('data', (data: Buffer) => answers.push(data.toString()))
  stdin!.write(
    [
      message({ id: 'first', method: 'textDocument/completion', params: at }),
      message({ id: 'second', method: 'textDocument/completion', params: at }),
      message({ method: '$/cancelRequest', params: { id: 'second' } }),
      message({ id: 'third', method: 'textDocument/foldingRange', params: at }),
    ].join(''),
  )
  await expect.poll(() => answers.join('')).toContain('"id":"third"')
  const all = answers.join('')
  // -32800: RequestCancelled.
  expect(all).toMatch(/"id":"second","error":\{"code":-32800/)
  expect(all).toMatch(/"id":"first","result"/)
})

test('a name that cannot be renamed is refused before anybody types', async () => {
  const document = client.open('untitled:refuse.strat', `${HEAD}let x = close\n`)
  const at = (character: number) => ({
    textDocument: { uri: document.uri },
    position: { line: 4, character },
  })
  await expect(ask('prepareRename', at(9))).rejects.toThrow('stream of the language')
  expect(await ask('prepareRename', at(4))).toMatchObject({ placeholder: 'x' })
  expect(await ask('documentHighlight', at(4))).toHaveLength(1)
})

test('a message is explained by a command of the editor', async () => {
  const document = client.open('untitled:explain.strat', `${HEAD}let x = close + 2%\n`)
  const { diagnostics } = await client.told(document.uri, 1)
  const actions = await ask<CodeAction[]>('codeAction', {
    textDocument: { uri: document.uri },
    range: diagnostics[0]!.range,
    context: { diagnostics },
  })
  expect(actions.map(({ kind, isPreferred }) => [kind, isPreferred === true])).toEqual([
    ['quickfix', true],
    ['quickfix', false],
  ])
  expect(actions[1]!.command).toMatchObject({
    command: 'strat.explain',
    arguments: ['percent-added'],
  })
})

test('an editor that fills in no snippets gets plain text', async () => {
  const other = await lspClient(BUNDLED, {})
  const document = other.open('untitled:plain.strat', `${HEAD}let x = sm`)
  const offers = await other.connection.sendRequest<CompletionItem[]>('textDocument/completion', {
    textDocument: { uri: document.uri },
    position: { line: 4, character: 10 },
  })
  const sma = offers.find(({ label }) => label === 'sma')!
  expect((sma.textEdit as TextEdit).newText).not.toContain('$')
  const renamed = await other.connection.sendRequest('textDocument/rename', {
    textDocument: { uri: document.uri },
    position: { line: 4, character: 4 },
    newName: 'y',
  })
  expect(Object.keys(renamed as object)).toEqual(['changes'])
  expect(await other.end()).toBe(0)
})

test('an editor that goes without a word takes the server along', async () => {
  const other = await lspClient(BUNDLED)
  const gone = new Promise((resolve) => other.process.once('exit', resolve))
  other.process.stdin!.end()
  expect(await gone).toBe(1)
})
