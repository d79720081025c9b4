/** What a strategy could try if its code were not ours: each attempt says what came of it. */
import { cutOff } from '../../editor/server/cut-off.ts'

const [, , port, file = '', how] = process.argv
if (how !== 'open') cutOff()

const ATTEMPTS: Readonly<Record<string, () => unknown>> = {
  'read a file': async () => (await import('node:fs')).readFileSync(file),
  'read a folder': async () => (await import('node:fs')).readdirSync('/'),
  'write a file': async () => (await import('node:fs')).writeFileSync(`${file}.new`, 'x'),
  'make a link': async () => (await import('node:fs')).symlinkSync('/', `${file}.link`),
  'start a process': async () => (await import('node:child_process')).execSync('echo out'),
  'start a thread': async () =>
    new (await import('node:worker_threads')).Worker('0', { eval: true }),
  'load native code': () => process.dlopen({ exports: {} }, file),
  'open a debugger': async () => (await import('node:inspector')).open(0),
  'stop another process': () => process.kill(process.ppid, 0),
  'use a binding': () => Reflect.get(process, 'binding').call(process, 'tcp_wrap'),
  fetch: () => fetch(`http://127.0.0.1:${port}/`),
  'open a socket': () => connected((net) => net.connect(Number(port), '127.0.0.1')),
  'open a socket by hand': () =>
    connected((net) => new net.Socket().connect(Number(port), '127.0.0.1')),
  'ask over HTTP': async () => {
    const http = await import('node:http')
    return new Promise((resolve, reject) => {
      http.get(`http://127.0.0.1:${port}/`, resolve).on('error', reject)
    })
  },
  listen: async () => (await import('node:net')).createServer().listen(0),
  'send a datagram': async () =>
    (await import('node:dgram')).createSocket('udp4').send('x', Number(port)),
  'look up a name': async () => (await import('node:dns/promises')).lookup('example.com'),
  'resolve a name': async () => new (await import('node:dns')).promises.Resolver().resolve4('a.b'),
  'read an environment': () => Object.keys(process.env).length === 0 && Promise.reject(EMPTY),
}

const EMPTY = new Error('there is nothing in it')

async function connected(
  open: (net: typeof import('node:net')) => import('node:net').Socket,
): Promise<unknown> {
  const net = await import('node:net')
  return new Promise((resolve, reject) => open(net).on('connect', resolve).on('error', reject))
}

const results: Record<string, string> = {}
for (const [name, attempt] of Object.entries(ATTEMPTS)) {
  try {
    await attempt()
    results[name] = 'done'
  } catch (error) {
    results[name] = `refused: ${String(error).split('\n')[0]}`
  }
}
process.stdout.write(JSON.stringify(results), () => process.exit())
