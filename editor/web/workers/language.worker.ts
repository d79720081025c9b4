/** Answers what the page asks of a text, apart from the page: typing never waits for it. */
import {
  type FromLanguageWorker,
  languageAnswers,
  type ToLanguageWorker,
} from './language-calls.ts'

const answerTo = languageAnswers()

// The first completion builds what all later ones use: let it be ready before somebody types.
answerTo({ id: 0, call: 'complete', args: ['strategy "warm"\ntimeframe 1d\nlet x = c', 37] })

addEventListener('message', ({ data }: MessageEvent<ToLanguageWorker>) => {
  const { id } = data
  let message: FromLanguageWorker
  try {
    message = { id, answer: answerTo(data) }
  } catch (error) {
    message = { id, failed: error instanceof Error ? error.message : String(error) }
  }
  postMessage(message)
})
