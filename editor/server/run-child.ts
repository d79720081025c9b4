/**
 * The process in which a strategy runs on the server's behalf: reads one request from its input,
 * writes one answer to its output, ends. It has no environment, no disk and no network.
 */

import { answerRun } from './answer-run.ts'
import { cutOff } from './cut-off.ts'
import { readRunRequest } from './run-request.ts'

cutOff()
const chunks: Buffer[] = []
for await (const chunk of process.stdin) chunks.push(chunk as Buffer)
process.stdout.write(JSON.stringify(answerRun(readRunRequest(Buffer.concat(chunks)))))
