/** Saves one long text after the other into a folder, until it is killed. */
import { strategyFolder } from '../../editor/server/strategy-folder.ts'

const folder = strategyFolder(process.argv[2] ?? '')
let base: string | null = null
for (let letter = 0; ; letter = (letter + 1) % 26) {
  const text = String.fromCharCode(97 + letter).repeat(900_000)
  const saved = folder.save('x.strat', text, base)
  if (saved.kind !== 'saved') throw new Error(JSON.stringify(saved).slice(0, 200))
  base = saved.version
  process.stdout.write('saved\n')
}
