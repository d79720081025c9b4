import LanguageWorker from './workers/language.worker.ts?worker'
import type {
  FromLanguageWorker,
  LanguageCall,
  LanguageCalls,
  ToLanguageWorker,
} from './workers/language-calls.ts'

/** Asks the language worker; rejects only on our own mistakes. */
export type AskLanguage = <Call extends LanguageCall>(
  call: Call,
  ...args: Parameters<LanguageCalls[Call]>
) => Promise<ReturnType<LanguageCalls[Call]>>

/** Starts the worker that knows the language. */
export function startLanguage(): AskLanguage {
  const worker = new LanguageWorker({ name: 'language' })
  const waiting = new Map<number, PromiseWithResolvers>()
  let last = 0
  worker.addEventListener('message', ({ data }: MessageEvent<FromLanguageWorker>) => {
    const asked = waiting.get(data.id)
    waiting.delete(data.id)
    if ('failed' in data) asked?.reject(new Error(data.failed))
    else asked?.resolve(data.answer)
  })
  return (call, ...args) =>
    new Promise((resolve, reject) => {
      const message: ToLanguageWorker = { id: ++last, call, args }
      waiting.set(last, { resolve: resolve as (answer: unknown) => void, reject })
      worker.postMessage(message)
    })
}

interface PromiseWithResolvers {
  readonly resolve: (answer: unknown) => void
  readonly reject: (reason: Error) => void
}
