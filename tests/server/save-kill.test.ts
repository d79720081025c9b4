import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { strategyFolder } from '../../editor/server/strategy-folder.ts'
import { childScript } from './child-script.ts'

test('whoever is killed while saving leaves one text whole, and the next save goes on', async () => {
  const saver = await childScript('tests/server/saver.ts')
  for (const milliseconds of [0, 1, 2, 3, 5, 7, 11, 13, 17, 23]) {
    const path = mkdtempSync(join(tmpdir(), 'save-kill-'))
    onTestFinished(() => rmSync(path, { recursive: true, force: true }))
    const child = spawn(process.execPath, [saver, path], { stdio: ['ignore', 'pipe', 'inherit'] })
    const closed = once(child, 'close')
    await Promise.race([once(child.stdout.resume(), 'data'), closed])
    await sleep(milliseconds)
    child.kill('SIGKILL')
    expect(await closed).toEqual([null, 'SIGKILL'])

    const folder = strategyFolder(path)
    const read = folder.read('x.strat')
    if (read.kind !== 'text') throw new Error(read.kind)
    expect(read.text).toBe(read.text.charAt(0).repeat(900_000))
    expect(folder.list()).toMatchObject({ entries: [{ name: 'x.strat' }] })
    expect(folder.save('x.strat', 'new', read.version)).toMatchObject({ kind: 'saved' })
  }
})
