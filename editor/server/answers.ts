import type { FastifyError, FastifyReply } from 'fastify'
import type { z } from 'zod'
import { plainText } from '../../runtime/report/words.ts'
import type { Problem } from './contract.ts'

const LONGEST_MESSAGE = 300

/** A refusal's body; the words are for a person. */
export function refusal(code: string, message: string, hint?: string): z.output<typeof Problem> {
  return { code, message, ...(hint !== undefined && { hint }) }
}

/** Sends a refusal. */
export function refuse(
  reply: FastifyReply,
  status: number,
  ...words: Parameters<typeof refusal>
): FastifyReply {
  return reply
    .code(status)
    .type('application/json; charset=utf-8')
    .send(refusal(...words))
}

/** What to answer to an error that Fastify tells; undefined: it is a mistake of ours. */
export function refusalOf(
  error: FastifyError,
): { readonly status: number; readonly body: z.output<typeof Problem> } | undefined {
  const status = error.statusCode ?? 500
  if (error.validation !== undefined) {
    const body = refusal('request', `The request cannot be used: ${validationText(error)}`)
    return { status: 400, body }
  }
  switch (status) {
    case 413:
      return { status, body: refusal('too-large', 'The request is too large.') }
    case 415:
      return {
        status,
        body: refusal('media-type', 'The request is not JSON.', 'Send application/json.'),
      }
    default:
      if (status >= 500 || status < 400) return undefined
      return { status, body: refusal('request', 'The request cannot be read.') }
  }
}

/** `body/text: expected string, received number; …` */
function validationText({ validation = [], validationContext }: FastifyError): string {
  const parts = validation.map(({ instancePath, message = '' }) => {
    const place = `${validationContext ?? ''}${instancePath}`.replace(/\/$/, '')
    return `${place}: ${message.replace(/^Invalid (?:input|option|string): /, '')}`
  })
  const text = plainText(parts.join('; '))
  return text.length > LONGEST_MESSAGE ? `${text.slice(0, LONGEST_MESSAGE)}…` : `${text}.`
}
